import type { EvidenceNumbers } from "@/api/wire";
import { formatMonth } from "@/messages/format";
import { locale } from "@/messages/locale";
import { t } from "@/messages/messages";
import { type GroupFields, groupFieldChoices, nameOfGroup, titleOfGroupField } from "./groupField";

/** The numbers that pieces of a kind carry, such as the scores of a survey: what is asked for, and what it is called. */

/** What is asked for if nothing else is chosen. */
export const ASKED = { kind: "satisfaction_given", number: "score", by: "month" };

const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

/** A number with its first decimals. */
export const formatDecimal = (value: number) => decimal.format(value);

const TIMES = ["month", "quarter", "year"] as const;
const time = (by: string) => TIMES.find((one) => one === by);

/** What numbers can be put together by. */
export function numberChoices(fields: GroupFields, chosen: string) {
  const own = [...TIMES, "number" as const].map((value) => ({ value: value as string, label: t(`numbers.by.${value}`) }));
  const isOwn = own.some(({ value }) => value === chosen);
  return [...own, ...groupFieldChoices(fields, isOwn ? undefined : chosen).filter((one) => !("value" in one) || one.value !== "")];
}

/** The title of what they are put together by. */
export function titleOfNumbers(by: string, fields: GroupFields): string {
  if (by === "number") return t("numbers.by.number");
  const span = time(by);
  return span ? t(`numbers.by.${span}`) : titleOfGroupField(by, fields);
}

/** The name of a group. */
export function nameOfNumbers(by: string, group: Pick<EvidenceNumbers, "by">, fields: GroupFields): string {
  const value = group.by[by] ?? null;
  if (time(by)) {
    if (value === null) return t("numbers.undated");
    const [year = value, quarter] = value.split("-Q");
    if (quarter) return t("numbers.quarter", { quarter, year });
    return by === "month" ? formatMonth(`${value}-01`, "day") : value;
  }
  if (by === "number") return value ?? t("numbers.without");
  return nameOfGroup(by, value, fields);
}
