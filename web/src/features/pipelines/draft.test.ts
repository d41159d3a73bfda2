import { expect, test } from "vitest";
import { offsetOf, problemsOf } from "./draft";

test("problems are read with their places", () => {
  const details = ["line 3, column 7: `probability` is no percentage; expected a whole number from 0 to 100", "the file is gone"];
  expect(problemsOf(details)).toEqual([{ line: 3, column: 7, message: "`probability` is no percentage; expected a whole number from 0 to 100" }]);
});

test("a place is found in the text", () => {
  const text = "ab\ncde\nf";
  expect(text.slice(offsetOf(text, { line: 2, column: 2, message: "" }))).toBe("de\nf");
  expect(offsetOf(text, { line: 1, column: 1, message: "" })).toBe(0);
});
