import type { Amount, PartyKind, RecordField, RecordType, StoredRecord } from "@/api/wire";

/** Which field of a record type is shown where there is room for one of a kind, and what records have in it. */

/** A party in a field, with its role. */
export interface Taking {
  party: string;
  role?: string;
}

const offered = (of: RecordType) => of.fields.filter((field) => !field.archived);
const single = (of: RecordType, kind: RecordField["kind"]) => offered(of).find((field) => field.kind === kind && !field.multiple);

/** The field whose choices are the lanes of a board. */
export const choiceField = (of: RecordType) => single(of, "choice");

/** The field whose amounts are added up. */
export const moneyField = (of: RecordType) => single(of, "money");

/** The date that a card shows. */
export const dateField = (of: RecordType) => single(of, "date");

/** Whether a person or an organization can be in records of a type. */
export const partyFields = (of: RecordType) => offered(of).filter((field) => field.kind === "party");

/** The value of a field; undefined if it has none. */
function valueOf(field: RecordField | undefined, record: Pick<StoredRecord, "fields">): unknown {
  return (field && record.fields[field.name]) ?? undefined;
}

/** The title of the choice that a record has. */
export function choiceOf(field: RecordField | undefined, record: Pick<StoredRecord, "fields">): string | undefined {
  const value = valueOf(field, record);
  return field?.choices?.find((one) => one.name === value)?.title ?? (value === undefined ? undefined : String(value));
}

/** The amount that a record has. */
export const amountOf = (field: RecordField | undefined, record: Pick<StoredRecord, "fields">) => valueOf(field, record) as Amount | undefined;

/** The date that a record has. */
export const dateOf = (field: RecordField | undefined, record: Pick<StoredRecord, "fields">) => valueOf(field, record) as string | undefined;

/** The parties of a record: those of the first field that has any. */
export function partiesOf(of: RecordType, record: Pick<StoredRecord, "fields">): string[] {
  const all = partyFields(of).map((field) => (valueOf(field, record) ?? []) as Taking[]);
  return [...new Set(all.find((some) => some.length > 0)?.map((one) => one.party))];
}

const kindOf = (party: string): PartyKind => (party.startsWith("org_") ? "organization" : "person");

/** The fields of a new record that a party is to be in: the first that takes its kind, in its first role. */
export function fieldsWith(of: RecordType, party: string): Record<string, Taking[]> {
  const field = partyFields(of).find((one) => !one.of || one.of === kindOf(party));
  const role = field?.roles?.[0]?.name;
  return field ? { [field.name]: [{ party, ...(role && { role }) }] } : {};
}
