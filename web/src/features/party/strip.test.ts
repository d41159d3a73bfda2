import { expect, test } from "vitest";
import type { Evidence, History } from "@/api/wire";
import { dayOf, dayText, endOf, spanAt, toMs } from "./days";
import { barOf, extentOf, placeOf, ticksOf } from "./strip";

const day = (text: string) => dayOf(toMs(text));
const TODAY = day("2026-06-30");
const period = (stage: string, from: string | null, to: string | null) => ({ stage, from, to, earliest: false, begun_by: null, ended_by: null });
const history = (...periods: ReturnType<typeof period>[]): History => ({ standings: [], vocabularies: [{ vocabulary: "journey", periods }] });

test("the strip runs from what is known first to today, or to what is known to come", () => {
  const past = extentOf(history(period("contact", "2025-07-01T00:00:00Z", null)), [], TODAY);
  expect([dayText(past.to), past.from < day("2025-07-01")]).toEqual(["2026-06-30", true]);
  const ahead = extentOf(history(period("customer", "2025-07-01T00:00:00Z", "2027-01-01T00:00:00Z")), [], TODAY);
  expect(dayText(ahead.to)).toBe("2027-01-01");
});

test("a history of a day, or of none, is still a strip", () => {
  const nothing = extentOf(history(), [], TODAY);
  expect(nothing.to - nothing.from).toBe(28);
  const undated = [{ occurred_at: null } as Evidence];
  expect(extentOf(history(period("contact", null, null)), undated, TODAY)).toEqual(nothing);
});

test("what has no start begins at the edge, and what has no end runs to the other", () => {
  const extent = { from: 0, to: 99 };
  expect(barOf({ from: null, to: null }, extent)).toEqual({ start: 0, length: 100 });
  expect(barOf({ from: "1970-01-11T00:00:00Z", to: "1970-01-21T00:00:00Z" }, extent)).toEqual({ start: 10, length: 10 });
  expect(placeOf(-1, extent)).toBe(0);
});

test("ticks are days, months or years, never more than fit", () => {
  const units = (from: string, to: string) => [...new Set(ticksOf({ from: day(from), to: day(to) }, 8).map((tick) => tick.unit))];
  expect(units("2026-06-01", "2026-06-28")).toEqual(["day"]);
  expect(units("2025-12-05", "2026-06-28")).toEqual(["year", "month"]);
  expect(units("2001-02-03", "2026-06-28")).toEqual(["year"]);
  for (const days of [1, 5, 30, 99, 300, 800, 4000, 90_000]) {
    const ticks = ticksOf({ from: 10_000, to: 10_000 + days }, 8);
    expect(ticks.length, String(days)).toBeLessThanOrEqual(9);
    expect(ticks.every((tick) => tick.day >= 10_000 && tick.day <= 10_000 + days)).toBe(true);
  }
});

test("the stretch at an instant has begun and has not ended", () => {
  const spans = [period("lead", null, "2026-01-01T00:00:00Z"), period("customer", "2026-01-01T00:00:00Z", null)];
  expect(spanAt(spans, endOf("2025-12-31"))?.stage).toBe("lead");
  expect(spanAt(spans, toMs("2026-01-01T00:00:00Z"))?.stage).toBe("customer");
  expect(spanAt([], 0)).toBeUndefined();
});
