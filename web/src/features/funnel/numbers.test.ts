import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { nameOfNumbers, numberChoices, titleOfNumbers } from "./numbers";
import { readNumbers } from "./readNumbers";
import "./messages";

const fields = { own: [], ofAccount: [{ name: "sector", title: "Sector", kind: "text" } as RecordField] };

test("numbers are put together by time, by themselves, and by fields", () => {
  const values = numberChoices(fields, "month").flatMap((one) => ("group" in one ? one.items : [one])).map(({ value }) => value);
  expect(values.slice(0, 5)).toEqual(["month", "quarter", "year", "number", "source"]);
  expect(values).toContain("account.more.sector");
  expect(new Set(values).size).toBe(values.length);
  expect(titleOfNumbers("account.more.sector", fields)).toBe("Account: Sector");
});

test.each([
  ["month", "2026-03", "March 2026"],
  ["quarter", "2026-Q1", "Q1 2026"],
  ["year", "2026", "2026"],
  ["month", null, "Date unknown"],
  ["number", "9", "9"],
  ["number", null, "No number"],
  ["account.country", "NO", "NO"],
  ["account.country", null, "No country of the account"],
])("a group of %s %s is called %s", (by, value, name) => {
  expect(nameOfNumbers(by, { by: { [by]: value } }, fields)).toBe(name);
});

test("an address that makes no sense asks for nothing", () => {
  expect(readNumbers({ kind: 5, number: "", by: ["month"] })).toEqual({ kind: undefined, number: undefined, by: undefined });
});
