import { formatMoney } from "@/messages/format";

/** Money from minor units, in the reader's locale. */
export function MoneyText({ amount }: { amount: { minor: number; currency: string } }) {
  return <span className="numeric">{formatMoney(amount.minor, amount.currency)}</span>;
}
