import "../fields/messages";
import type { RecordField } from "@/api/wire";
import { ownText, ownValue } from "../fields/ownValues";
import { t } from "@/messages/messages";
import type { FieldTest } from "./filter";
import { testTitle } from "./fieldTests";

/** The ways to test a declared field of people and organizations; those that are not here are tested as text. */
export type OwnTest = Exclude<keyof FieldTest, "name">;

const MEASURED: OwnTest[] = ["at_least", "at_most", "is", "empty"];

const TESTS: Partial<Record<RecordField["kind"], OwnTest[]>> = {
  number: MEASURED,
  money: MEASURED,
  duration: ["is", "empty"],
  date: ["after", "before", "is", "empty"],
  instant: ["after", "before", "empty"],
  choice: ["one_of", "empty"],
  yes_no: ["is", "empty"],
};

/** The ways in which a declared field can be tested by what it holds; undefined if it holds text. */
export const ownTestsOf = ({ kind }: RecordField): OwnTest[] | undefined => TESTS[kind];

const KEYS: OwnTest[] = ["empty", "is", "is_not", "one_of", "contains", "at_least", "at_most", "before", "after"];

/** How a condition tests its field. */
export const ownTestIn = (test: FieldTest): OwnTest => KEYS.find((key) => test[key] !== undefined) ?? "is";

/** A condition that tests a field in a way, still to be filled in unless a value is given. */
export function ownTesting({ name, kind }: RecordField, test: OwnTest, stored?: string): FieldTest {
  if (test === "empty") return { name, empty: true };
  if (test === "one_of") return { name, one_of: [] };
  return { name, [test]: stored ?? (kind === "yes_no" ? "true" : "") };
}

/** What a condition tests its field against, as an editor of values has it. */
export function testedValue(field: RecordField, test: FieldTest): unknown {
  const given = test[ownTestIn(test)];
  if (field.kind === "choice") return Array.isArray(given) ? given : given === undefined || given === true ? [] : [given];
  return typeof given === "string" && given !== "" ? (ownValue(field, given) ?? null) : null;
}

/** The condition with another value; without one it is still to be filled in. */
export function withTested(field: RecordField, test: FieldTest, value: unknown): FieldTest {
  const key = ownTestIn(test);
  return { name: field.name, [key]: key === "one_of" ? value : ownText(field, value) };
}

/** A way to test a field in words. */
export function ownTestTitle(field: RecordField, test: OwnTest): string {
  if (test === "is_not") return t("filter.field.is_not");
  // A day stands for its first instant: what is after that is on the day or later.
  if (test === "after" && field.kind === "instant") return testTitle(field, "at_least");
  return testTitle(field, test);
}
