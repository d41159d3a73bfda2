import { expect, test } from "vitest";
import type { RecordField, RecordType } from "@/api/wire";
import { completeOf } from "../tree";
import "./messages";
import { begun, complete, partiesIn, subjectOf, subjects, testIn, testing } from "./conditions";
import { isRecordFilter, type RecordLeaf } from "./shape";
import { say } from "./say";

const field = (name: string, title: string, kind: RecordField["kind"], more: Partial<RecordField> = {}) =>
  ({ name, title, kind, archived: false, multiple: false, ...more }) as RecordField;

const deal = {
  name: "deal",
  name_title: "Title",
  fields: [
    field("account", "Account", "party", { of: "organization" }),
    field("amount", "Amount", "money"),
    field("stage", "Stage", "choice", { choices: [{ name: "won", title: "Won" }, { name: "lost", title: "Lost" }] }),
    field("close_date", "Close date", "date"),
    field("old", "Old", "text", { archived: true }),
  ],
} as RecordType;

const names = new Map([["org_0000000000001", "Acme"]]);
const words = (condition: object) => say(deal, { field: condition } as RecordLeaf, names);

test("every subject begins a condition that knows its subject, and says so in words", () => {
  const all = subjects(deal, false).flatMap(({ items }) => items);
  expect(all.map((one) => one.value)).toContain("field.amount");
  expect(all.map((one) => one.value)).not.toContain("field.old");
  for (const { value } of all) {
    const leaf = begun(deal, value);
    expect(subjectOf(deal, leaf)).toBe(value);
    expect(isRecordFilter(leaf)).toBe(true);
    expect(say(deal, leaf, names)).not.toMatch(/undefined|records\./);
  }
});

test("what is still being written is not asked for", () => {
  const half = [begun(deal, "field.amount"), begun(deal, "field.stage"), begun(deal, "field.name"), begun(deal, "party"), { text: " " }];
  expect(completeOf({ and: half }, complete)).toBeUndefined();
  const won: RecordLeaf = { field: { name: "stage", one_of: ["won"] } };
  expect(completeOf({ or: [won, { not: begun(deal, "field.stage") }] }, complete)).toEqual({ or: [won] });
  expect(complete({ field: { name: "amount", filled: false } })).toBeDefined();
});

test("a value stays when another test of its form is chosen, and goes when it does not fit", () => {
  const [stage, amount] = [deal.fields[2], deal.fields[1]] as [RecordField, RecordField];
  const euros = { minor: 100, currency: "EUR" };
  expect(testing(amount, "at_most", euros)).toEqual({ name: "amount", at_most: euros });
  expect(testing(amount, "empty", euros)).toEqual({ name: "amount", filled: false });
  expect(testing(stage, "one_of", "won")).toEqual({ name: "stage", one_of: [] });
  expect(testIn({ name: "stage", is: "won" }, stage)).toEqual({ test: "one_of", value: ["won"] });
});

test("conditions are described in the words of their fields", () => {
  expect(words({ name: "amount", at_least: { minor: 100_000, currency: "EUR" } })).toBe("Amount is at least €1,000.00");
  expect(words({ name: "stage", one_of: ["won"] })).toBe("Stage is Won");
  expect(words({ name: "stage", one_of: ["won", "lost"] })).toBe("Stage is any of Won, Lost");
  expect(words({ name: "close_date", before: "2026-03-01" })).toMatch(/^Close date is before .*2026/);
  expect(words({ name: "account", is: "org_0000000000001" })).toBe("Account is Acme");
  expect(words({ name: "owner", filled: false })).toBe("Owner is empty");
  expect(words({ name: "gone", contains: "x" })).toBe("gone contains x");
});

test("a condition that no one would write by hand is only shown", () => {
  expect(subjectOf(deal, { field: { name: "created_at", at_most: "2026-03-01T10:00:00Z" } })).toBeUndefined();
  expect(subjectOf(deal, { field: { name: "gone", contains: "x" } })).toBeUndefined();
  expect(subjectOf(deal, { ids: ["deal_1"] })).toBeUndefined();
});

test("what an address brings is a filter only if it has the form of one", () => {
  expect(isRecordFilter({ and: [{ not: { field: { name: "amount", filled: true } } }, { party: "per_1" }] })).toBe(true);
  for (const wrong of ["garbage", 1, null, [], {}, { nope: 1 }, { field: { is: 5 } }, { and: [{}] }, { text: "a", hidden: true }]) {
    expect(isRecordFilter(wrong)).toBe(false);
  }
});

test("the parties that a filter names are found wherever they are in it", () => {
  const filter = { or: [{ party: "per_0000000000002" }, { not: { field: { name: "account", is: "org_0000000000001" } } }] };
  expect(partiesIn(filter)).toEqual(["org_0000000000001", "per_0000000000002"]);
});

test("conditions on the parties of records are not offered inside of conditions on parties", () => {
  const offered = (isNested: boolean) => subjects(deal, isNested).flatMap(({ items }) => items.map((one) => one.value));
  expect(offered(false)).toContain("with_party");
  expect(offered(true)).not.toContain("with_party");
  const inBern: RecordLeaf = { with_party: { field: "account", filter: { field: { name: "city", is: "Bern" } } } };
  expect(isRecordFilter(inBern)).toBe(true);
  expect(say(deal, inBern, names, () => "City is Bern")).toBe("Account: City is Bern");
  expect(say(deal, begun(deal, "with_party"), names, () => "any")).toBe("Person or organization: any");
});
