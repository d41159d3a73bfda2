import type { Exchanged } from "@/api/pipelines";
import type { Amount } from "@/api/wire";
import { MoneyText } from "@/parts/MoneyText";
import { formatMoney } from "@/messages/format";
import { t } from "@/messages/messages";

/** Which deals are added up: all, those won, or those worked on, weighted. */
export type DealSum = "total" | "won" | "weighted";

interface Props {
  of: Exchanged | undefined;
  /** The same sums, each in the currency of its amounts. */
  sums: Amount[];
  which: DealSum;
}

/**
 * What sums of deals come to in the workspace's own currency, where they are not in that already. The total says how many deals
 * are not in it; others need not say it again.
 */
export function ExchangedSum({ of, sums, which }: Props) {
  if (!of || sums.every((sum) => sum.currency === of.currency)) return null;
  const minor = of[which];
  return (
    <span title={t("records.exchanged", { sum: formatMoney(minor, of.currency) })}>
      ≈ <MoneyText amount={{ minor, currency: of.currency }} />
      {which === "total" && of.without_rate > 0 && ` ${t("records.exchanged.without", { count: of.without_rate })}`}
    </span>
  );
}
