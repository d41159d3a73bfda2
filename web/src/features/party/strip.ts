import type { Evidence, History } from "@/api/wire";
import { DAY_MS, dayOf, type Span, toMs } from "./days";

/** The days from the first that is shown to the last. */
export interface Extent {
  from: number;
  to: number;
}

const SHORTEST_DAYS = 28;

/** From the first known day to today, or to the last known future change. */
export function extentOf(history: History, evidence: Evidence[], today: number): Extent {
  const spans: Span[] = [...history.standings, ...history.vocabularies.flatMap((one) => one.periods)];
  const times = [...spans.flatMap(({ from, to }) => [from, to]), ...evidence.map((piece) => piece.occurred_at)];
  const days = times.flatMap((time) => (time ? [dayOf(toMs(time))] : []));
  const to = Math.max(today, ...days);
  const first = Math.min(today, ...days);
  const margin = Math.ceil((to - first) / 50);
  return { from: Math.min(first - margin, to - SHORTEST_DAYS), to };
}

/** Where an instant lies, from 0 at the first day to 100 at the end of the last. */
export function placeOf(ms: number, { from, to }: Extent): number {
  const share = (ms - from * DAY_MS) / ((to + 1 - from) * DAY_MS);
  return 100 * Math.min(1, Math.max(0, share));
}

/** A bar: where it begins and how long it is. */
export function barOf({ from, to }: Span, extent: Extent): { start: number; length: number } {
  const start = from === null ? 0 : placeOf(toMs(from), extent);
  const end = to === null ? 100 : placeOf(toMs(to), extent);
  return { start, length: Math.max(0, end - start) };
}

/** A date that is written under the strip. */
export interface Tick {
  day: number;
  unit: "day" | "month" | "year";
}

const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
const DAYS_A_MONTH = 30.44;

function monthTicks({ from, to }: Extent, step: number): Tick[] {
  const first = new Date(from * DAY_MS);
  const months = first.getUTCFullYear() * 12 + first.getUTCMonth();
  const ticks: Tick[] = [];
  for (let month = Math.ceil(months / step) * step; ; month += step) {
    const day = dayOf(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (day > to) return ticks;
    if (day >= from) ticks.push({ day, unit: step >= 12 || month % 12 === 0 ? "year" : "month" });
  }
}

/** Dates for the axis: as many as fit, on days, months or years that people count by. */
export function ticksOf(extent: Extent, most: number): Tick[] {
  const days = extent.to - extent.from + 1;
  const dayStep = DAY_STEPS.find((step) => days / step <= most);
  if (dayStep) {
    const first = Math.ceil(extent.from / dayStep) * dayStep;
    return Array.from({ length: Math.floor((extent.to - first) / dayStep) + 1 }, (_, place) => ({ day: first + place * dayStep, unit: "day" as const }));
  }
  const months = MONTH_STEPS.find((step) => days / DAYS_A_MONTH / step <= most) ?? 1200;
  return monthTicks(extent, months);
}
