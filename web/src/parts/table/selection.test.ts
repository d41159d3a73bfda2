import { expect, test } from "vitest";
import { countChosen, EVERYTHING, isChosen, NOTHING, toggled, withAlso } from "./selection";

test("rows are chosen one by one", () => {
  const some = toggled(toggled(NOTHING, "a"), "b");
  expect([isChosen(some, "a"), isChosen(some, "c")]).toEqual([true, false]);
  expect(countChosen(some, 100)).toBe(2);
  expect(countChosen(toggled(some, "a"), 100)).toBe(1);
});

test("all are chosen but some", () => {
  const all = toggled(EVERYTHING, "a");
  expect([isChosen(all, "a"), isChosen(all, "b")]).toEqual([false, true]);
  expect(countChosen(all, 100)).toBe(99);
});

test("a range is added to either", () => {
  expect(countChosen(withAlso(NOTHING, ["a", "b", "a"]), 9)).toBe(2);
  expect(countChosen(withAlso(toggled(EVERYTHING, "a"), ["a", "b"]), 9)).toBe(9);
});
