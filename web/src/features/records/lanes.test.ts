import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { inLane, lanesOf } from "./lanes";

const choices = [
  { name: "open", title: "Open" },
  { name: "won", title: "Won" },
];
const stage = { name: "stage", title: "Stage", kind: "choice", choices } as RecordField;
const sums = [{ minor: 1200, currency: "EUR" }];

test("every choice is a lane, also without records", () => {
  const lanes = lanesOf(stage, [{ by: { stage: "won" }, count: 12, sums }], "None");
  expect(lanes).toEqual([
    { value: "open", title: "Open", count: 0, sums: [] },
    { value: "won", title: "Won", count: 12, sums },
  ]);
});

test("records without a choice have a lane of their own, if there are any", () => {
  const lanes = lanesOf(stage, [{ by: { stage: null }, count: 1, sums: [] }], "None");
  expect(lanes.map(({ value, title, count }) => [value, title, count])).toEqual([[null, "None", 1], ["open", "Open", 0], ["won", "Won", 0]]);
});

test("a lane has the sums in the workspace's own currency, if that is set", () => {
  const exchanged = { currency: "EUR", total: 1200, open: 0, weighted: 0, won: 1200, lost: 0, without_rate: 0, rates: [] };
  const lanes = lanesOf(stage, [{ by: { stage: "won" }, count: 12, sums, exchanged }], "None");
  expect(lanes.map((lane) => lane.exchanged)).toEqual([undefined, exchanged]);
});

test("until the groups are known, so is no count", () => {
  expect(lanesOf(stage, undefined, "None").map((lane) => lane.count)).toEqual([undefined, undefined]);
});

test("a lane is a condition, beside what the list is filtered by", () => {
  expect(inLane("stage", "won", undefined)).toEqual({ field: { name: "stage", is: "won" } });
  expect(inLane("stage", null, { text: "acme" })).toEqual({ and: [{ text: "acme" }, { field: { name: "stage", filled: false } }] });
});
