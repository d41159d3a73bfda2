import { formatNumber, formatSigned } from "@/messages/format";
import { t } from "@/messages/messages";

const SHORT = 10;

/** Days for people: hours below one day, tenths for a few. */
export function sayDays(days: number): string {
  if (days < 1) return t("funnel.hours", { count: Math.max(1, Math.round(days * 24)) });
  return t("funnel.days", { count: days < SHORT ? Math.round(days * 10) / 10 : Math.round(days) });
}

/** Days for a column of numbers. */
export const tellDays = (days: number | null) => (days === null ? "" : formatNumber(Math.round(days * 10) / 10));

/** A difference of two shares in percentage points, with its sign; nothing if one of them is unknown. */
export function pointsOf(share: number | null | undefined, other: number | null | undefined): string | undefined {
  if (typeof share !== "number" || typeof other !== "number") return undefined;
  return formatSigned(Math.round((share - other) * 1000) / 10);
}
