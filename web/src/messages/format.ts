import { decimalsOf } from "./decimals";
import { locale } from "./locale";

const whole = new Intl.NumberFormat(locale);
const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const dayUtc = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric" });
const monthUtc = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const instant = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const list = new Intl.ListFormat(locale);
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

export const formatNumber = (value: number) => whole.format(value);
export const formatShort = (value: number) => short.format(value);
export const formatShare = (value: number) => share.format(value);
/** A difference: with its sign, unless there is none. */
export const formatSigned = (value: number) => signed.format(value);

/** Names in a row: "Lead, Prospect and Customer". */
export const formatList = (names: string[]) => list.format(names);

/** What a time of the API is known to: a date alone is a day. */
export const precisionOf = (time: string) => (/^\d{4}-\d{2}-\d{2}$/.test(time) ? "day" : "instant");

/** A date in the locale. A time that is only known to the day is that day everywhere. */
export function formatDay(time: string, precision: "instant" | "day" = precisionOf(time)): string {
  return (precision === "day" ? dayUtc : day).format(new Date(time));
}

/** The month of a date and its year, in the locale. */
export function formatMonth(time: string, precision: "instant" | "day" = precisionOf(time)): string {
  return (precision === "day" ? monthUtc : month).format(new Date(time));
}

const AXIS = {
  day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }),
  month: new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }),
  year: new Intl.DateTimeFormat(locale, { year: "numeric", timeZone: "UTC" }),
};

/** A date on an axis of time, as short as its unit allows. */
export const formatTick = (ms: number, unit: keyof typeof AXIS) => AXIS[unit].format(ms);

export const formatInstant = (time: string) => instant.format(new Date(time));

/** Money from minor units, with as many decimals as the currency has. */
export function formatMoney(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, ...digits });
  return format.format(minor / 10 ** decimals);
}

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86_400, "hour", 3600],
  [7 * 86_400, "day", 86_400],
  [30 * 86_400, "week", 7 * 86_400],
  [365 * 86_400, "month", 30 * 86_400],
  [Number.POSITIVE_INFINITY, "year", 365 * 86_400],
];

/** How long ago, or how far ahead: "3 days ago". */
export function formatAgo(time: string, now: number): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  const [, unit, size] = step ?? [0, "second" as const, 1];
  // Only full units count: a year and a half ago is not two years ago.
  return ago.format(Math.trunc(seconds / size) || 0, unit);
}
