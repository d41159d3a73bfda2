import { expect, test } from "vitest";
import { unitsOf } from "./amountText";

test.each([
  ["1234.5", "EUR", 123_450],
  ["1,234.50", "EUR", 123_450],
  ["1.234,50", "EUR", 123_450],
  ["1'234.50", "CHF", 123_450],
  ["1\u00A0234,50", "EUR", 123_450],
  ["12,34,567", "INR", 123_456_700],
  [".75", "EUR", 75],
  ["5.", "EUR", 500],
  ["-20", "EUR", -2000],
  ["2500.000", "EUR", 250_000],
  ["1,234", "EUR", 123_400],
  ["1.234", "JPY", 1234],
  ["14.250", "KWD", 14_250],
  ["14.250", "IQD", 14_250],
])("%s %s is an amount", (text, currency, units) => {
  expect(unitsOf(text, currency, "thousands")).toBe(units);
});

test.each([
  ["", "EUR"],
  ["abc", "EUR"],
  [",", "EUR"],
  ["1.2.3", "EUR"],
  ["12 50", "EUR"],
  ["12.5056", "EUR"],
  ["1234.5", "JPY"],
  ["14,250", "KWD"],
  ["99999999999999999", "EUR"],
])("%s %s is none", (text, currency) => {
  expect(unitsOf(text, currency, "thousands")).toBeUndefined();
});

test("what may be thousands is refused where nothing else shows it", () => {
  expect([unitsOf("1.234", "EUR", "refused"), unitsOf("1.234", "JPY", "refused")]).toEqual([undefined, 1234]);
});
