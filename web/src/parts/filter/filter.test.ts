import { expect, test } from "vitest";
import type { RecordField, RecordType, Vocabulary } from "@/api/wire";
import { describe } from "./describe";
import { complete as completeLeaf } from "./complete";
import { type FieldTest, type Filter, isFilter } from "./filter";
import { begun, subjectOf, subjects } from "./subjects";
import { completeOf } from "./tree";

const stage = (name: string, title: string) => ({ name, title, definition: "", rule: "", goal: "", actions: [] });
const journey: Vocabulary = {
  name: "journey",
  version: 1,
  title: "Customer journey",
  description: "", toml: "",
  stages: [stage("lead", "Lead"), stage("customer", "Customer")],
};
const own = [
  { name: "tier", title: "Tier", kind: "choice", choices: [{ name: "gold", title: "Gold" }] },
  { name: "budget", title: "Budget", kind: "money" },
  { name: "since", title: "Since", kind: "date" },
  { name: "motto", title: "Motto", kind: "text" },
] as RecordField[];
const complete = (filter: Filter) => completeOf(filter, completeLeaf);
const say = (filter: Filter) => describe(filter, { vocabularies: [journey] });

test("what is still being written is not asked for", () => {
  expect(complete({ and: [begun("stage", "journey", []), { text: " " }] })).toBeUndefined();
  const lead: Filter = { stage: { vocabulary: "journey", one_of: ["lead"] } };
  expect(complete({ or: [lead, { not: { standing: [] } }, { and: [] }] })).toEqual({ or: [lead] });
});

test("every subject begins a condition that knows its subject", () => {
  for (const { items } of subjects(own, [])) {
    for (const { value } of items) expect(subjectOf(begun(value, "journey", own))).toBe(value);
  }
});

test("conditions are described in words", () => {
  expect(say({ stage: { vocabulary: "journey", one_of: ["lead", "customer"] } })).toBe("Stage: Lead, Customer");
  expect(say({ furthest: { vocabulary: "journey", at_least: "customer" } })).toBe("Highest stage reached: at least Customer");
  expect(say({ not: { field: { name: "city", contains: "Lyon" } } })).toBe("not City contains Lyon");
  expect(say({ standing: ["lost", null] })).toBe("Lost, No standing");
  expect(say({ evidence: { kind: "call_held", last_days: 30 } })).toBe("Call held in the last 30 days");
  expect(say({ or: [{ text: "ada" }, { hidden: true }] })).toBe("(“ada” or Hidden)");
});

test("a custom field has its name", () => {
  expect(say({ field: { name: "shoe_size", is: "42" } })).toBe("shoe_size is 42");
});

test("a declared field is described with its title, by what it holds", () => {
  const words = (field: FieldTest) => describe({ field }, { vocabularies: [journey], own });
  expect(words({ name: "tier", one_of: ["gold"] })).toBe("Tier is Gold");
  expect(words({ name: "budget", at_least: "1200.00 EUR" })).toBe("Budget is at least €1,200.00");
  expect(words({ name: "since", before: "2026-03-31" })).toMatch(/^Since is before .*2026/);
  expect(words({ name: "motto", contains: "work" })).toBe("Motto contains work");
  expect(words({ name: "motto", empty: true })).toBe("Motto is empty");
  expect(say({ field: { name: "gone", at_most: "5" } })).toBe("gone is at most 5");
});

test("a condition on a declared field begins as its kind is tested, and waits for a value", () => {
  expect(begun("field.tier", "journey", own)).toEqual({ field: { name: "tier", one_of: [] } });
  expect(begun("field.budget", "journey", own)).toEqual({ field: { name: "budget", at_least: "" } });
  expect(completeLeaf(begun("field.budget", "journey", own))).toBeUndefined();
  expect(completeLeaf({ field: { name: "budget", at_least: "5" } })).toBeDefined();
  expect(completeLeaf({ field: { name: "since", before: "2026-03-31" } })).toBeDefined();
});

test("what an address brings is a filter only if it has the form of one", () => {
  expect(isFilter({ and: [{ not: { text: "a" } }, { stage: { vocabulary: "journey", none: true } }] })).toBe(true);
  for (const wrong of ["garbage", 1, null, [], {}, { nope: 1 }, { funnel: 5 }, { and: [{}] }, { text: "a", kind: "person" }]) expect(isFilter(wrong)).toBe(false);
});

test("one number of the funnel at several stages is named once", () => {
  const out = (at: string) => ({ funnel: { vocabulary: "journey", number: "dropped" as const, stage: at } });
  expect(say({ or: [out("lead"), out("customer")] })).toBe("Funnel: dropped out");
  const grouped = (field: string, value: string | null) =>
    describe({ funnel: { ...out("lead").funnel, group: { field, value } } }, { vocabularies: [journey], own });
  expect(grouped("owner", "Rosa")).toContain("Owner");
  expect(grouped("more.tier", "gold")).toContain("Tier is Gold");
  expect(grouped("more.tier", null)).toContain("Tier");
  expect(grouped("account.country", "PT")).toContain("Account: Country is PT");
  const mixed = say({ or: [out("lead"), { funnel: { vocabulary: "journey", number: "here" as const, stage: "lead" } }] });
  expect(mixed).toContain(" or ");
});

const deal = {
  name: "deal",
  plural_title: "Deals",
  name_title: "Title",
  fields: [{ name: "account", title: "Account", kind: "party" }, { name: "amount", title: "Amount", kind: "money" }],
} as RecordType;

test("records and links that a party is in are subjects with conditions of their own", () => {
  const all = subjects(own, [deal]).flatMap(({ items }) => items);
  expect(all.map((one) => one.value)).toContain("in_record.deal");
  for (const value of ["linked_to", "linked_to_any", "account", "below", "in_record.deal"]) {
    const leaf = begun(value, "journey", own);
    expect(subjectOf(leaf)).toBe(value);
    expect(isFilter(leaf)).toBe(true);
  }
  expect(complete({ or: [{ linked_to: "" }, { below: "" }] })).toBeUndefined();
  // What is still being written inside is left out.
  expect(complete({ in_record: { type: "deal", filter: { and: [{ text: "" }, { hidden: true }] } } })).toEqual({
    in_record: { type: "deal", filter: { and: [{ hidden: true }] } },
  });
  expect(complete({ linked_to_any: { and: [{ standing: [] }] } })).toEqual({ linked_to_any: { and: [] } });
});

test("conditions on records and links are described, and read from addresses only in their form", () => {
  const words = (filter: Filter) => describe(filter, { vocabularies: [journey], types: [deal] });
  expect(words({ in_record: { type: "deal" } })).toBe("Deals: any");
  expect(words({ in_record: { type: "deal", filter: { and: [{ hidden: true }, { text: "a" }] } } })).toBe("Deals: 2 conditions");
  expect(words({ linked_to_any: { kind: "person" } })).toBe("Linked to someone: Person");
  expect(words({ account: { field: { name: "country", is: "PT" } } })).toBe("Account: Country is PT");
  for (const wrong of [{ in_record: {} }, { in_record: { type: "deal", filter: { nope: 1 } } }, { linked_to_any: { nope: 1 } }, { account: 1 }, { below: 1 }]) {
    expect(isFilter(wrong)).toBe(false);
  }
});
