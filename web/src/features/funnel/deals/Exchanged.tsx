import type { Exchanged as Sums } from "@/api/pipelines";
import { formatDay, formatList } from "@/messages/format";
import { t } from "@/messages/messages";
import table from "./table.module.css";

/** By which rates amounts were exchanged, and how many could not be. */
export function Exchanged({ sums }: { sums: Sums }) {
  const { currency, rates, without_rate } = sums;
  const rate = (one: Sums["rates"][number]) =>
    t("deals.funnel.rate", { base: currency, rate: String(one.rate), currency: one.currency, day: formatDay(one.from, "day") });
  return (
    <>
      {rates.length > 0 && <p className={table.soft}>{t("deals.funnel.rates", { rates: formatList(rates.map(rate)) })}</p>}
      {without_rate > 0 && <p className={table.soft}>{t("deals.funnel.withoutRate", { count: without_rate, currency })}</p>}
    </>
  );
}
