import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { ownDraft, ownText, ownTyping, ownValue, shownText } from "./ownValues";

const choices = [{ name: "gold", title: "Gold tier" }, { name: "silver", title: "Silver tier" }];
const field = (kind: RecordField["kind"]) => ({ name: "it", title: "It", kind, choices, multiple: false, required: false }) as RecordField;

const STORED: [RecordField["kind"], string][] = [
  ["text", "plain"],
  ["number", "12.5"],
  ["money", "1200.50 EUR"],
  ["money", "500 JPY"],
  ["yes_no", "true"],
  ["yes_no", "false"],
  ["date", "2026-03-31"],
  ["instant", "2026-03-31T10:00:00Z"],
  ["duration", "PT1H30M"],
  ["choice", "gold"],
  ["email", "ada@example.org"],
];

test("a stored text is the same after it was read", () => {
  for (const [kind, stored] of STORED) expect(ownText(field(kind), ownValue(field(kind), stored))).toBe(stored);
  expect(ownText(field("number"), null)).toBe("");
  expect(ownText(field("number"), "12.50")).toBe("12.5");
  expect(ownText(field("number"), "100")).toBe("100");
});

test("values are shown as people read them, and what does not fit as it is", () => {
  const shown = (kind: RecordField["kind"], stored: string) => shownText(field(kind), stored);
  expect(shown("money", "1200.50 EUR")).toBe("€1,200.50");
  expect(shown("yes_no", "false")).toBe("No");
  expect(shown("choice", "gold")).toBe("Gold tier");
  expect(shown("date", "2026-03-31")).toMatch(/Mar.*2026/);
  expect(shown("duration", "PT1H30M")).toBe("1h30m");
  for (const kind of ["money", "number", "date", "instant", "duration", "choice", "yes_no"] as const) expect(shown(kind, "soon")).toBe("soon");
});

test("what is edited in place is stored in the form of its kind", () => {
  const stored = (kind: RecordField["kind"], text: string, before = "") => ownTyping(field(kind))?.read(text, before);
  expect(stored("money", "12,5 usd")).toBe("12.50 USD");
  expect(stored("money", "7", "1.00 CHF")).toBe("7.00 CHF");
  expect(stored("number", "12,50")).toBe("12.5");
  expect(stored("duration", "90")).toBe("PT90M");
  expect(stored("yes_no", "true")).toBe("true");
  expect(stored("choice", "")).toBe("");
  expect(stored("date", "2026-03-31")).toBe("2026-03-31");
});

test("a text that does not fit is edited as it is, and only a text of several lines needs more room", () => {
  expect(ownTyping(field("number"))?.write("a dozen")).toBe("a dozen");
  expect(ownTyping(field("number"))?.check("a dozen")).toMatch(/number/);
  expect(ownTyping(field("money"))?.write("1200.50 EUR")).toBe("1200.50 EUR");
  expect(ownTyping(field("long_text"))).toBeUndefined();
});

test("a new party is sent with those own fields that have a value", () => {
  const fields = [{ ...field("money"), name: "budget" }, { ...field("yes_no"), name: "vip" }, { ...field("text"), name: "motto" }];
  const values = { budget: { minor: 1250, currency: "EUR" }, vip: false, motto: null };
  expect(ownDraft(fields, values)).toEqual({ more: { budget: "12.50 EUR", vip: "false" } });
  expect(ownDraft(fields, {})).toEqual({});
});
