import type { Amount } from "@/api/wire";

function decimalsOf(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** An amount as people may type it: in major units, with a point before the decimals. */
export function majorOf({ minor, currency }: Amount): string {
  const decimals = decimalsOf(currency);
  return (minor / 10 ** decimals).toFixed(decimals);
}

/** Whether it has the form of a currency code. */
export const isCurrency = (currency: string) => /^[A-Z]{3}$/.test(currency);

/**
 * An amount as people type it, in minor units: `1234.5`, `1,234.50` and `1.234,50` are understood. The last separator is the
 * decimal one if no more digits follow it than the currency has decimals. Undefined if it is not an amount.
 */
export function amountOf(text: string, currency: string): Amount | undefined {
  const decimals = decimalsOf(currency);
  const [, sign = "", body = ""] = /^(-?)([\d.,'\s\u00A0\u202F]+)$/.exec(text.trim()) ?? [];
  const digits = body.replaceAll(/['\s\u00A0\u202F]/g, "");
  const [, whole = "", fraction = ""] = /^(.*?)(?:[.,](\d*))?$/.exec(digits) ?? [];
  const isDecimal = fraction.length <= decimals && !/[.,]$/.test(whole);
  const major = (isDecimal ? whole : digits).replaceAll(/[.,]/g, "");
  if (major === "" || !isCurrency(currency)) return undefined;
  const minor = Number(`${sign}${major}${(isDecimal ? fraction : "").padEnd(decimals, "0")}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}
