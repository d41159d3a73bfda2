import type { Exchanged } from "@/api/pipelines";
import type { Amount } from "@/api/wire";
import { MoneyText } from "@/parts/MoneyText";
import { formatMoney } from "@/messages/format";
import { t } from "@/messages/messages";

/** The sums of deals by how they stand. */
export type DealSum = "open" | "won" | "lost" | "weighted";

interface Props {
  of: Exchanged | undefined;
  /** The same sums, each in the currency of its amounts. */
  sums: Amount[];
  /** Which of them are added up. */
  which: DealSum[];
}

/**
 * What sums of deals come to in the workspace's own currency, where they are not in that already. A sum of several says how many
 * deals are not in it; those of them need not say it again.
 */
export function ExchangedSum({ of, sums, which }: Props) {
  if (!of || sums.every((sum) => sum.currency === of.currency)) return null;
  const minor = which.reduce((total, state) => total + of[state], 0);
  return (
    <span title={t("records.exchanged", { sum: formatMoney(minor, of.currency) })}>
      ≈ <MoneyText amount={{ minor, currency: of.currency }} />
      {which.length > 1 && of.without_rate > 0 && ` ${t("records.exchanged.without", { count: of.without_rate })}`}
    </span>
  );
}
