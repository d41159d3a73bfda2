import "./messages";
import { expect, test } from "vitest";
import type { FieldValue, RecordField } from "@/api/wire";
import { cellTyping } from "./cells";
import { durationOf } from "./values";

const typing = (kind: RecordField["kind"], more: Partial<RecordField> = {}) =>
  cellTyping({ name: "it", title: "It", kind, multiple: false, required: false, ...more } as RecordField);

test("what is typed in a cell is read as the kind of its field", () => {
  const cases: [RecordField["kind"], string, FieldValue, FieldValue][] = [
    ["text", " Tools ", null, "Tools"],
    ["number", "12,5", null, "12.5"],
    ["money", "1200 usd", null, { minor: 120_000, currency: "USD" }],
    ["money", "1200", { minor: 1, currency: "JPY" }, { minor: 1200, currency: "JPY" }],
    ["money", "89,90", null, { minor: 8990, currency: "EUR" }],
    ["yes_no", "false", true, false],
    ["date", "2026-03-03", null, "2026-03-03"],
    ["duration", "1h 30m", null, "PT1H30M"],
    ["duration", "90", null, "PT90M"],
  ];
  for (const [kind, text, before, value] of cases) {
    expect(typing(kind)?.check(text)).toBeUndefined();
    expect(typing(kind)?.read(text, before)).toEqual(value);
  }
});

test("a cell shows for editing what would be read back", () => {
  const cases: [RecordField["kind"], NonNullable<FieldValue>, string][] = [
    ["money", { minor: 8990, currency: "EUR" }, "89.90 EUR"],
    ["number", 12.5, "12.5"],
    ["yes_no", true, "true"],
    ["duration", "PT1H30M", "1h30m"],
  ];
  for (const [kind, value, text] of cases) expect(typing(kind)?.write(value)).toBe(text);
  const instant = "2026-03-03T09:00:00.000Z";
  expect(typing("instant")?.read(typing("instant")?.write(instant) ?? "", null)).toBe(instant);
});

test("what cannot be read is refused with an example, and nothing is read as none", () => {
  for (const [kind, text] of [["number", "a lot"], ["number", "1234567890123456"], ["money", "12.505 EUR"], ["money", "EUR"], ["duration", "soon"]] as const) {
    expect(typing(kind)?.check(text)).toMatch(/^Enter /);
  }
  expect(typing("email")?.check("ada")).toMatch(/ada@example\.org/);
  expect(typing("money")?.read("", { minor: 1, currency: "EUR" })).toBeNull();
  expect(typing("text")?.check("")).toBeUndefined();
  expect(typing("text", { required: true })?.check(" ")).toBe("It is required.");
});

test("a choice is one of the choices, or none where it may be", () => {
  const choices = [{ name: "won", title: "Won" }];
  expect(typing("choice", { choices })?.input?.options?.map((one) => one.value)).toEqual(["", "won"]);
  expect(typing("choice", { choices, required: true })?.input?.options?.map((one) => one.value)).toEqual(["won"]);
});

test("what needs the room of a form is not edited in a cell", () => {
  for (const kind of ["long_text", "address", "party", "record", "file"] as const) expect(typing(kind)).toBeUndefined();
  expect(typing("text", { multiple: true })).toBeUndefined();
  expect(typing("instant", { name: "updated_at" })).toBeUndefined();
});

test("a length of time has at least one part", () => {
  expect([durationOf(""), durationOf("h"), durationOf("30s")]).toEqual([undefined, undefined, "PT30S"]);
});
