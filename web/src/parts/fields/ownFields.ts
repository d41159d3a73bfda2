import type { PartyKind, RecordField, RecordType } from "@/api/wire";

/** The fields of people or organizations that the workspace has declared, those that are archived too. */
export function declaredFields(types: RecordType[], kind: PartyKind): RecordField[] {
  const of = types.find((one) => one.name === kind && one.storage === "party");
  return of?.fields.filter((field) => !field.built_in) ?? [];
}

const offered = (types: RecordType[], kind: PartyKind) => declaredFields(types, kind).filter((field) => !field.archived);

/** One field for people and organizations alike; where they hold something else, it is text. */
function joined(one: RecordField, other: RecordField): RecordField {
  if (one.kind !== other.kind) return { ...one, kind: "text" };
  const known = new Set(one.choices?.map((choice) => choice.name));
  const more = other.choices?.filter((choice) => !known.has(choice.name)) ?? [];
  return more.length > 0 ? { ...one, choices: [...(one.choices ?? []), ...more] } : one;
}

/** The declared fields of a kind of party, or of both, that are still offered. */
export function ownFieldsOf(types: RecordType[], kind: PartyKind | undefined): RecordField[] {
  if (kind) return offered(types, kind);
  const [people, organizations] = [offered(types, "person"), offered(types, "organization")];
  const like = (field: RecordField, all: RecordField[]) => all.find((one) => one.name === field.name);
  const ofPeople = people.map((field) => {
    const other = like(field, organizations);
    return other ? joined(field, other) : field;
  });
  return [...ofPeople, ...organizations.filter((field) => !like(field, people))];
}
