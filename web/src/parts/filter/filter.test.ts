import { expect, test } from "vitest";
import type { Vocabulary } from "@/api/wire";
import { describe } from "./describe";
import { type Filter, isComplete, isFilter } from "./filter";
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
const complete = (filter: Filter) => completeOf(filter, isComplete);
const say = (filter: Filter) => describe(filter, [journey]);

test("what is still being written is not asked for", () => {
  expect(complete({ and: [begun("stage", "journey"), { text: " " }] })).toBeUndefined();
  const lead: Filter = { stage: { vocabulary: "journey", one_of: ["lead"] } };
  expect(complete({ or: [lead, { not: { standing: [] } }, { and: [] }] })).toEqual({ or: [lead] });
});

test("every subject begins a condition that knows its subject", () => {
  for (const { items } of subjects()) {
    for (const { value } of items) expect(subjectOf(begun(value, "journey"))).toBe(value);
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

test("what an address brings is a filter only if it has the form of one", () => {
  expect(isFilter({ and: [{ not: { text: "a" } }, { stage: { vocabulary: "journey", none: true } }] })).toBe(true);
  for (const wrong of ["garbage", 1, null, [], {}, { nope: 1 }, { funnel: 5 }, { and: [{}] }, { text: "a", kind: "person" }]) expect(isFilter(wrong)).toBe(false);
});

test("one number of the funnel at several stages is named once", () => {
  const out = (at: string) => ({ funnel: { vocabulary: "journey", number: "dropped" as const, stage: at } });
  expect(say({ or: [out("lead"), out("customer")] })).toBe("Funnel: dropped out");
  const mixed = say({ or: [out("lead"), { funnel: { vocabulary: "journey", number: "here" as const, stage: "lead" } }] });
  expect(mixed).toContain(" or ");
});
