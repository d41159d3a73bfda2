import type { Field, FieldKind, FieldValue, PartyChange, RecordField } from "@/api/wire";
import { ownText } from "@/parts/fields/ownValues";
import { t } from "@/messages/messages";

/** Standard fields that many can have in common: what names or reaches one of them is each one's own. */
const SHARED: Field[] = ["company", "title", "website", "street", "city", "region", "postal_code", "country", "language", "note", "source", "owner"];
const KINDS: Partial<Record<Field, FieldKind>> = { website: "url", note: "long_text" };

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
