import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { fewValues } from "./fewValues";
import { ownTestIn, ownTesting, ownTestsOf, ownTestTitle, testedValue, withTested } from "./ownTests";

const choices = [{ name: "gold", title: "Gold" }];
const field = (kind: RecordField["kind"]) => ({ name: "it", title: "It", kind, choices, multiple: false }) as RecordField;

test("a field is tested by what it holds", () => {
  expect(ownTestsOf(field("number"))).toContain("at_least");
  expect(ownTestsOf(field("date"))).toContain("before");
  expect(ownTestsOf(field("choice"))?.[0]).toBe("one_of");
  expect(ownTestsOf(field("text"))).toBeUndefined();
  expect(ownTesting(field("choice"), "one_of")).toEqual({ name: "it", one_of: [] });
  expect(ownTesting(field("yes_no"), "is")).toEqual({ name: "it", is: "true" });
  expect(ownTesting(field("number"), "at_most", "9")).toEqual({ name: "it", at_most: "9" });
  expect(ownTesting(field("number"), "empty", "9")).toEqual({ name: "it", empty: true });
});

test("what a field is tested against is a text to the API, and a value to its editor", () => {
  const euros = { name: "it", at_least: "12.50 EUR" };
  expect(testedValue(field("money"), euros)).toEqual({ minor: 1250, currency: "EUR" });
  expect(withTested(field("money"), euros, { minor: 900, currency: "EUR" })).toEqual({ name: "it", at_least: "9.00 EUR" });
  expect(withTested(field("money"), euros, null)).toEqual({ name: "it", at_least: "" });
  expect(testedValue(field("choice"), { name: "it", one_of: ["gold"] })).toEqual(["gold"]);
  expect(testedValue(field("choice"), { name: "it", is: "gold" })).toEqual(["gold"]);
  expect(withTested(field("choice"), { name: "it", one_of: [] }, ["gold"])).toEqual({ name: "it", one_of: ["gold"] });
  expect(testedValue(field("yes_no"), { name: "it", is: "false" })).toBe(false);
  expect(testedValue(field("number"), { name: "it", is: "many" })).toBeNull();
  expect(ownTestIn({ name: "it", empty: true })).toBe("empty");
});

test("an order is in the words of its kind", () => {
  expect(ownTestTitle(field("number"), "at_least")).toBe("is at least");
  expect(ownTestTitle(field("date"), "after")).toBe("is after");
  expect(ownTestTitle(field("instant"), "after")).toBe("is on or after");
  expect(ownTestTitle(field("text"), "is_not")).toBe("is not");
});

test("values are choices if they are few and all are known", () => {
  const counts = ["b", null, "a10", "a9"].map((value) => ({ value, count: 1 }));
  expect(fewValues({ counts, others: 0 })).toEqual(["a9", "a10", "b"]);
  expect(fewValues({ counts, others: 1 })).toBeUndefined();
  expect(fewValues({ counts: [{ value: null, count: 3 }], others: 0 })).toBeUndefined();
  expect(fewValues(undefined)).toBeUndefined();
  const many = Array.from({ length: 30 }, (_, place) => ({ value: String(place), count: 1 }));
  expect(fewValues({ counts: many, others: 0 })).toBeUndefined();
});
