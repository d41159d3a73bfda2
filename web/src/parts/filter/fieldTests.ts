import "../fields/messages";
import type { RecordField, RecordFieldCondition } from "@/api/wire";
import { t } from "@/messages/messages";

/** The ways to test a field; `empty` is what the API calls not filled. */
export type Test = Exclude<keyof RecordFieldCondition, "name"> | "empty";

const TEXT: Test[] = ["contains", "is", "filled", "empty"];
const FOUND: Test[] = ["contains", "filled", "empty"];
const MEASURED: Test[] = ["at_least", "at_most", "is", "after", "before", "filled", "empty"];
const CHOSEN: Test[] = ["is", "filled", "empty"];

const TESTS: Record<RecordField["kind"], Test[]> = {
  text: TEXT,
  user: TEXT,
  long_text: FOUND,
  email: FOUND,
  phone: FOUND,
  url: FOUND,
  address: FOUND,
  number: MEASURED,
  money: MEASURED,
  duration: MEASURED,
  date: ["at_least", "before", "is", "at_most", "after", "filled", "empty"],
  // A day stands for its first instant, so that only these two are about whole days.
  instant: ["at_least", "before", "filled", "empty"],
  choice: ["one_of", "filled", "empty"],
  yes_no: CHOSEN,
  party: CHOSEN,
  record: CHOSEN,
  file: ["filled", "empty"],
};

/** The ways in which a field can be tested by hand. */
export const testsOf = (field: RecordField): Test[] => TESTS[field.kind];

const ON_DAYS = new Set<RecordField["kind"]>(["date", "instant"]);

/** A way to test a field in words. */
export function testTitle(field: Pick<RecordField, "kind">, test: Test): string {
  const isOrder = test === "at_least" || test === "at_most" || test === "before" || test === "after";
  if (!isOrder) return t(`value.test.${test}`);
  return t(ON_DAYS.has(field.kind) ? `value.test.${test}.date` : `value.test.${test}`);
}
