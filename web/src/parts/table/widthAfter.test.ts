import { expect, test } from "vitest";
import { NARROWEST, WIDEST } from "./column";
import { widthAfter } from "./widthAfter";

const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

test("arrows make a column wider or narrower, and more with Shift", () => {
  expect(widthAfter(key("ArrowRight"), 200, "ltr")).toBe(216);
  expect(widthAfter(key("ArrowLeft"), 200, "ltr")).toBe(184);
  expect(widthAfter(key("ArrowRight", true), 200, "ltr")).toBe(240);
});

test("where writing runs from the right, the edge that is pulled is the left one", () => {
  expect(widthAfter(key("ArrowLeft"), 200, "rtl")).toBe(216);
  expect(widthAfter(key("ArrowRight", true), 200, "rtl")).toBe(160);
});

test("no column is narrower than the narrowest or wider than the widest", () => {
  expect(widthAfter(key("ArrowLeft", true), NARROWEST + 3, "ltr")).toBe(NARROWEST);
  expect(widthAfter(key("ArrowRight"), WIDEST, "ltr")).toBe(WIDEST);
  expect([widthAfter(key("Home"), 200, "ltr"), widthAfter(key("End"), 200, "ltr")]).toEqual([NARROWEST, WIDEST]);
});

test("other keys do something else", () => {
  expect(widthAfter(key("ArrowDown"), 200, "ltr")).toBeUndefined();
});
