import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { bulkFields, changeTo } from "./bulkFields";

const budget = { name: "budget", title: "Budget", kind: "money" } as RecordField;

test("many are given a value in the form in which it is stored, or none", () => {
  expect(changeTo(budget, { minor: 1250, currency: "EUR" }, true)).toEqual({ more: { budget: "12.50 EUR" } });
  expect(changeTo(budget, null, true)).toEqual({ more: { budget: null } });
  const city = bulkFields([]).find((one) => one.name === "city") as RecordField;
  expect(changeTo(city, "Rome", false)).toEqual({ city: "Rome" });
});

test("what names or reaches one party is not offered for many", () => {
  const names = bulkFields([budget]).map((one) => one.name);
  expect(names).toContain("budget");
  for (const name of ["name", "first_name", "email", "phone"]) expect(names).not.toContain(name);
});
