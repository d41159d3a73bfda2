import { expect, test } from "vitest";
import type { DealStage } from "@/api/pipelines";
import { colourPlace, stripOf } from "./strip";

const period = (stage: string, days: number | null): DealStage => ({
  pipeline: "sales",
  stage,
  title: stage,
  reason: null,
  entered_at: "2026-03-03",
  earliest: false,
  left_at: null,
  entered_by: null,
  days,
  current: false,
});

test("a period is as long as its days, and never too short to be seen", () => {
  expect(stripOf([period("talk", 12), period("offer", 0), period("won", null)]).map((one) => one.share)).toEqual([12, 1, 1]);
});

test("a stage has the colour of its place", () => {
  const stages = ["talk", "offer", "won", "lost"].map((name) => ({ name, title: name, probability: 0, required: [], rots_after: null, aliases: [], state: "open" }));
  const sales = { name: "sales", version: 1, title: "Sales", description: "", stages, lost_reasons: [], quote_wins: false, checklist: [], moved: {} };
  expect(colourPlace(sales, period("offer", 1))).toBe(1);
  expect(colourPlace(sales, period("lost", 1))).toBe(0);
  expect(colourPlace(undefined, period("offer", 1))).toBe(0);
});
