import { expect, test } from "vitest";
import type { FunnelStage } from "@/api/funnel";
import { byReason, droppedParts, edgesOf, ofAllReasons, outBy } from "./dropped";

const address = (stage: string, reason?: string) =>
  `/api/v1/parties?filter=${encodeURIComponent(JSON.stringify({ funnel: { vocabulary: "journey", number: "dropped", stage, ...(reason && { reason }) } }))}`;

const condition = (stage: string, other: object = {}) => ({
  funnel: { vocabulary: "journey", number: "dropped", stage, ...other },
});

function stageOf(name: string, dropped: Record<string, number>): FunnelStage {
  const numbers = { reached: 9, entered: 9, skipped: 0, furthest: 0, here: 0, back: 0, returned: 0, timed: 0 };
  const times = { conversion: null, median_days: null, p75_days: null, p90_days: null };
  const reasons = Object.keys(dropped).map((reason) => [reason, address(name, reason)]);
  return { stage: name, ...numbers, ...times, dropped, lists: { dropped: address(name) }, dropped_lists: Object.fromEntries(reasons) };
}

const STAGES = [stageOf("lead", { price: 2, timing: 4 }), stageOf("prospect", { price: 3 }), stageOf("customer", {})];
const counted = droppedParts(STAGES, undefined).map((part) => ({ ...part, count: part.stage.dropped[part.reason] ?? 0 }));

test("each reason has a number, a list of its own and one for each stage", () => {
  const [price, timing] = byReason(counted, undefined, "people");
  expect(price).toMatchObject({ reason: "price", count: 5, at: [{ stage: "lead", count: 2 }, { stage: "prospect", count: 3 }] });
  expect(price?.list).toEqual({
    to: "/people",
    filter: { and: [{ or: [condition("lead", { reason: "price" }), condition("prospect", { reason: "price" })] }] },
  });
  expect(timing?.list.filter).toEqual(condition("lead", { reason: "timing" }));
});

test("all together are as many as their reasons, in one list", () => {
  const all = ofAllReasons(STAGES, counted, undefined, "all");
  expect([all.count, all.at.map(({ count }) => count)]).toEqual([9, [6, 3]]);
  expect(all.list).toEqual({ to: "/parties", filter: { and: [{ or: [condition("lead"), condition("prospect")] }] } });
  expect(all.at[1]?.list.filter).toEqual(condition("prospect"));
});

test("who was out before, at whatever stage and for whatever reason, did not drop out in between", () => {
  const before = outBy("2026-09-30", STAGES);
  const out = ["lead", "prospect", "customer"].map((name) => condition(name, { as_of: "2026-09-30" }));
  expect(before).toEqual({ or: out });
  const [part] = droppedParts(STAGES, before);
  expect(part?.filter).toEqual({ and: [condition("lead", { reason: "price" }), { not: { or: out } }] });
  const all = ofAllReasons(STAGES, droppedParts(STAGES, before).map((one) => ({ ...one, count: 1 })), before, "all");
  expect(all.list.filter).toEqual({ and: [{ or: [condition("lead"), condition("prospect")] }, { not: { or: out } }] });
});

test("empty numbers are left out", () => {
  const none = counted.map((part) => ({ ...part, count: part.reason === "timing" ? 1 : 0 }));
  expect(byReason(none, undefined, "all").map(({ reason }) => reason)).toEqual(["timing"]);
  expect(ofAllReasons(STAGES, none, undefined, "all").at.map(({ stage }) => stage)).toEqual(["lead"]);
});

test("a month ends with its last day and begins after the last day before it", () => {
  expect(edgesOf("last_month", undefined, "2026-11-28")).toEqual({ since: "2026-09-30", until: "2026-10-31" });
  expect(edgesOf("this_month", undefined, "2026-11-28")).toEqual({ since: "2026-10-31", until: undefined });
  expect(edgesOf("last_month", "2026-03-10", "2026-11-28")).toEqual({ since: "2026-01-31", until: "2026-02-28" });
});
