import { expect, test } from "vitest";
import { majorOf, minorOf, minutesOf } from "./values";

test("an amount is read and written in units of its currency", () => {
  for (const [text, currency, minor] of [
    ["12.50", "EUR", 1250],
    ["12,5", "EUR", 1250],
    ["-3", "USD", -300],
    ["500", "JPY", 500],
    ["1.234", "KWD", 1234],
  ] as const) {
    expect(minorOf(text, currency)).toBe(minor);
    expect(minorOf(majorOf({ minor, currency }), currency)).toBe(minor);
  }
  for (const text of ["", "12.505", "abc", "1e5", "1.2.3"]) expect(minorOf(text, "EUR")).toBeUndefined();
  expect(minorOf("1.5", "JPY")).toBeUndefined();
});

test("a length of time is a number of minutes", () => {
  expect(minutesOf("PT1H30M")).toBe(90);
  expect(minutesOf("-PT5M")).toBe(-5);
  expect(minutesOf("PT30S")).toBe(0.5);
});
