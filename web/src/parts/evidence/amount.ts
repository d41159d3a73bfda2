import type { Amount } from "@/api/wire";
import { decimalsOf } from "@/messages/decimals";
import { unitsOf } from "../amountText";

/** An amount as people may type it: in major units, with a point before the decimals. */
export function majorOf({ minor, currency }: Amount): string {
  const decimals = decimalsOf(currency);
  return (minor / 10 ** decimals).toFixed(decimals);
}

/** Whether it has the form of a currency code. */
export const isCurrency = (currency: string) => /^[A-Z]{3}$/.test(currency);

/** An amount as people type it, in minor units: `1,234` are thousands. Undefined if it is not an amount. */
export function amountOf(text: string, currency: string): Amount | undefined {
  const minor = isCurrency(currency) ? unitsOf(text, currency, "thousands") : undefined;
  return minor === undefined ? undefined : { minor, currency };
}
