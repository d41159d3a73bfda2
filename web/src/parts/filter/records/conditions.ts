import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import type { Subject, SubjectGroup } from "../conditions";
import { type Test, testsOf } from "../fieldTests";
import { partyFields } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import type { RecordLeaf, RecordTree } from "./shape";
import { allFields, fieldNamed } from "@/parts/fields/allFields";

const testEntries = (condition: RecordFieldCondition) => Object.entries(condition).filter(([key]) => key !== "name");

/** How a condition tests its field, and against what; one choice is a list of choices. */
export function testIn(condition: RecordFieldCondition, { kind }: Pick<RecordField, "kind">): { test: Test; value: unknown } {
  const [test, value] = testEntries(condition)[0] ?? ["filled", true];
  if (test === "filled") return { test: value === false ? "empty" : "filled", value };
  if (test === "is" && kind === "choice") return { test: "one_of", value: [value] };
  return { test: test as Test, value };
}

const isListed = (test: Test) => test === "one_of";
const isFilling = (test: Test) => test === "filled" || test === "empty";

/** A condition that tests a field in a way, still to be filled in unless it has a value already. */
export function testing({ name, kind }: RecordField, test: Test, value?: unknown): RecordFieldCondition {
  if (isFilling(test)) return { name, filled: test === "filled" };
  const empty = isListed(test) ? [] : test === "contains" ? "" : kind === "yes_no" ? true : null;
  const fits = value !== undefined && value !== null && Array.isArray(value) === isListed(test) && typeof value !== "boolean";
  return { name, [test]: fits ? value : empty };
}

/** Everything that a condition on records of a type can be about; conditions on their parties not inside of ones on parties. */
export function subjects(of: RecordType, isNested: boolean): SubjectGroup[] {
  const item = ({ name, title }: RecordField) => ({ value: `field.${name}`, label: title });
  const party = { value: "party", label: t("records.filter.party") };
  const withParty = { value: "with_party", label: t("records.filter.withParty") };
  const other = partyFields(of).length > 0 ? [party, ...(isNested ? [] : [withParty])] : [];
  return [
    { group: t("filter.group.fields"), items: allFields(of).map(item) },
    {
      group: t("filter.group.other"),
      items: [...other, { value: "text", label: t("filter.text") }, { value: "hidden", label: t("filter.hidden") }],
    },
  ];
}

/** A condition about a subject, still to be filled in. */
export function begun(of: RecordType, subject: Subject): RecordLeaf {
  const [what, name = ""] = subject.split(/\.(.*)/);
  if (what === "party") return { party: "" };
  if (what === "with_party") return { with_party: { filter: { and: [] } } };
  if (what === "hidden") return { hidden: true };
  const field = what === "field" ? fieldNamed(of, name) : undefined;
  const [test] = field ? testsOf(field) : [];
  return field && test ? { field: testing(field, test) } : { text: "" };
}

/** What a condition is about; nothing for those that are not written by hand. */
export function subjectOf(of: RecordType, leaf: RecordLeaf): Subject | undefined {
  if (!("field" in leaf)) return ["text", "party", "with_party", "hidden"].find((subject) => subject in leaf);
  const field = allFields(of).find((one) => one.name === leaf.field.name);
  return field && testsOf(field).includes(testIn(leaf.field, field).test) ? `field.${field.name}` : undefined;
}

const isGiven = (value: unknown) => value !== null && value !== undefined && (Array.isArray(value) ? value.length > 0 : String(value).trim() !== "");

/** A condition as it can be asked for; nothing while it is being written. */
export const complete = (leaf: RecordLeaf): RecordLeaf | undefined => (isComplete(leaf) ? leaf : undefined);

function isComplete(leaf: RecordLeaf): boolean {
  if ("text" in leaf) return isGiven(leaf.text);
  if ("party" in leaf) return isGiven(leaf.party);
  if (!("field" in leaf)) return true;
  return testEntries(leaf.field).every(([, value]) => isGiven(value));
}

/** The parties that a filter names. */
export function partiesIn(filter: RecordTree | undefined): string[] {
  const found = JSON.stringify(filter ?? null).match(/"(?:per|org)_[0-9a-z]{13}"/g) ?? [];
  return [...new Set(found.map((one) => one.slice(1, -1)))].sort();
}
