import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import type { Subject, SubjectGroup } from "@/parts/filter/conditions";
import { type Test, testsOf } from "@/parts/filter/fieldTests";
import { isTree, type Tree } from "@/parts/filter/tree";
import { partyFields } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import { allFields, fieldNamed } from "../fields";

/** A single condition on records, as the API reads it. */
export type RecordLeaf = { text: string } | { field: RecordFieldCondition } | { party: string } | { hidden: boolean } | { ids: string[] };

/** Conditions joined by and, or and not, as the API reads them. */
export type RecordTree = Tree<RecordLeaf>;

const isText = (value: unknown) => typeof value === "string";
const isNamed = (value: unknown) => typeof value === "object" && value !== null && "name" in value && isText(value.name);

const SHAPES: Record<string, (value: unknown) => boolean> = {
  text: isText,
  field: isNamed,
  party: isText,
  hidden: (value) => typeof value === "boolean",
  ids: Array.isArray,
};

/** Whether something, such as a part of an address, has the form of a filter. */
export const isRecordFilter = (value: unknown): value is RecordTree => isTree(value, (key, inside) => SHAPES[key]?.(inside) ?? false);

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

/** Everything that a condition on records of a type can be about. */
export function subjects(of: RecordType): SubjectGroup[] {
  const item = ({ name, title }: RecordField) => ({ value: `field.${name}`, label: title });
  const other = partyFields(of).length > 0 ? [{ value: "party", label: t("records.filter.party") }] : [];
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
  if (what === "hidden") return { hidden: true };
  const field = what === "field" ? fieldNamed(of, name) : undefined;
  const [test] = field ? testsOf(field) : [];
  return field && test ? { field: testing(field, test) } : { text: "" };
}

/** What a condition is about; nothing for those that are not written by hand. */
export function subjectOf(of: RecordType, leaf: RecordLeaf): Subject | undefined {
  if (!("field" in leaf)) return ["text", "party", "hidden"].find((subject) => subject in leaf);
  const field = allFields(of).find((one) => one.name === leaf.field.name);
  return field && testsOf(field).includes(testIn(leaf.field, field).test) ? `field.${field.name}` : undefined;
}

const isGiven = (value: unknown) => value !== null && value !== undefined && (Array.isArray(value) ? value.length > 0 : String(value).trim() !== "");

/** Whether a condition can be asked for. */
export function isComplete(leaf: RecordLeaf): boolean {
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
