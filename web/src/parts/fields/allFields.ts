import type { FieldKind, FieldValue, RecordField, RecordType, StoredRecord } from "@/api/wire";
import { t } from "@/messages/messages";

/** The fields of a type, and what every record has besides them in the same form. */

const field = (name: string, title: string, kind: FieldKind): RecordField => ({
  name,
  title,
  kind,
  help: "",
  required: false,
  unique: false,
  multiple: false,
  searched: false,
  personal: false,
  archived: false,
  built_in: true,
});

/** The name of a record as a field. */
export const nameField = (of: RecordType): RecordField => ({ ...field("name", of.name_title, "text"), required: true });

/** The owner of a record as a field. */
export const ownerField = (): RecordField => field("owner", t("records.owner"), "user");

/** When a record was added and last changed, as fields. */
const timeFields = (): RecordField[] => [
  field("created_at", t("records.created"), "instant"),
  field("updated_at", t("records.updated"), "instant"),
];

const STATES = ["open", "won", "lost"] as const;

/** The state of a record as a field: evidence gives deals one, and nothing else. */
function stateField(of: RecordType): RecordField | undefined {
  if (of.name !== "deal") return undefined;
  const choices = STATES.map((name) => ({ name, title: t(`records.state.${name}`) }));
  return { ...field("state", t("records.state"), "choice"), choices };
}

/** The fields of a type that are not archived. */
export const offeredFields = (of: RecordType) => of.fields.filter((one) => !one.archived);

/** Every field, in the order of a form, with what every record has around it. */
export function allFields(of: RecordType): RecordField[] {
  return [nameField(of), ...offeredFields(of), ownerField(), stateField(of) ?? [], timeFields()].flat();
}

/** A field by its name, also if it is archived. */
export const fieldNamed = (of: RecordType, name: string): RecordField | undefined =>
  [...allFields(of), ...of.fields].find((one) => one.name === name);

const BASE = new Set(["name", "owner", "state", "created_at", "updated_at"]);

/** What a record has in a field; null for nothing. */
export function valueIn(record: StoredRecord, name: string): FieldValue {
  return BASE.has(name) ? record[name as "name"] : (record.fields[name] ?? null);
}

/** A change that gives a field a value; null empties it. */
export const putting = (name: string, value: FieldValue) => (BASE.has(name) ? { [name]: value } : { fields: { [name]: value } });

/** The record with another value in a field, as a list shows it until the server has answered. */
export function withValue(record: StoredRecord, name: string, value: FieldValue): StoredRecord {
  return BASE.has(name) ? { ...record, [name]: value } : { ...record, fields: { ...record.fields, [name]: value } };
}
