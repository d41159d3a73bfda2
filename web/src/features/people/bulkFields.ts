import { FIELD_KINDS, FIELDS } from "@/api/standardFields";
import type { Field, FieldKind, FieldValue, PartyChange, RecordField } from "@/api/wire";
import { ownText } from "@/parts/fields/ownValues";
import { t } from "@/messages/messages";

/** What names or reaches one of them is each one's own. */
const OF_ONE: ReadonlySet<Field> = new Set(["name", "first_name", "last_name", "email", "phone"]);
/** Standard fields that many can have in common. */
const SHARED = FIELDS.filter((name) => !OF_ONE.has(name));
const KINDS: Partial<Record<Field, FieldKind>> = FIELD_KINDS;

const standard = (name: Field): RecordField => ({
  name,
  title: t(`field.${name}`),
  kind: KINDS[name] ?? "text",
  help: "",
  required: false,
  unique: false,
  multiple: false,
  searched: false,
  personal: false,
  archived: false,
  built_in: true,
});

/** The fields that many parties can be given a value of: the standard ones, and those that the workspace has declared. */
export const bulkFields = (own: RecordField[]): RecordField[] => [...SHARED.map(standard), ...own];

/** The change that gives a field a value; null empties it. */
export function changeTo(field: RecordField, value: FieldValue, isOwn: boolean): PartyChange {
  const text = ownText(field, value) || null;
  return isOwn ? { more: { [field.name]: text } } : { [field.name]: text };
}
