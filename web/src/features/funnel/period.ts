/** A day, as `2026-03-01`. */
export type Day = string;

/** A range of days; `to` is the first day after it. */
export interface Window {
  from?: Day | undefined;
  to?: Day | undefined;
}

/** Ranges that move with the calendar. */
export const PRESETS = [
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
  "last_12_months",
] as const;
export type Preset = (typeof PRESETS)[number];

const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);
const dateOf = (day: Day) => new Date(`${day}T00:00:00Z`);

/** Whether a text is a day that the calendar has. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = dateOf(text);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}

/** The reader's day. */
export function today(now = new Date()): Day {
  return dayOf(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())));
}

export function plusDays(day: Day, days: number): Day {
  const date = dateOf(day);
  date.setUTCDate(date.getUTCDate() + days);
  return dayOf(date);
}

/** So many months later; the last of a month where that has fewer days. */
export function plusMonths(day: Day, months: number): Day {
  const date = dateOf(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), last));
  return dayOf(first);
}

/** The first day of the month, quarter or year that a day is in; `size` is its number of months. */
function beginOf(day: Day, size: number): Day {
  const date = dateOf(day);
  const month = date.getUTCMonth();
  return dayOf(new Date(Date.UTC(date.getUTCFullYear(), month - (month % size), 1)));
}

const MONTHS: Record<Preset, number> = {
  this_month: 1,
  last_month: 1,
  this_quarter: 3,
  last_quarter: 3,
  this_year: 12,
  last_year: 12,
  last_12_months: 12,
};

/** The days of a preset. */
export function presetWindow(preset: Preset, now: Day): { from: Day; to: Day } {
  const months = MONTHS[preset];
  const tomorrow = plusDays(now, 1);
  if (preset === "last_12_months") return { from: plusMonths(tomorrow, -months), to: tomorrow };
  const begin = beginOf(now, months);
  const from = preset.startsWith("last") ? plusMonths(begin, -months) : begin;
  return { from, to: plusMonths(from, months) };
}

const daysBetween = (from: Day, to: Day) => Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / 86_400_000);

/** The previous range of the same length; undefined if this has no beginning. */
export function before({ from, to }: Window, preset: Preset | undefined, now: Day): Window | undefined {
  if (!from) return undefined;
  const end = to ?? plusDays(now, 1);
  if (preset) return { from: plusMonths(from, -MONTHS[preset]), to: plusMonths(end, -MONTHS[preset]) };
  return { from: plusDays(from, -daysBetween(from, end)), to: from };
}

/** The same range a year earlier; undefined if this has no beginning. */
export function yearBefore({ from, to }: Window, now: Day): Window | undefined {
  if (!from) return undefined;
  return { from: plusMonths(from, -12), to: plusMonths(to ?? plusDays(now, 1), -12) };
}

/** The last day of a range, included. */
export const lastDay = (to: Day | undefined) => (to ? plusDays(to, -1) : undefined);
