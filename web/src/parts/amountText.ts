import { decimalsOf } from "@/messages/decimals";

/** Three digits behind a single sign, which may be thousands as well as decimals: `1.234`. */
const isOpen = (before: string, after: string) => after.length === 3 && /^[1-9]\d{0,2}$/.test(before);

const THOUSANDS = /^[1-9]\d{0,2}([.,' ])\d{3}(\1\d{3})*$/;
const LAKHS = /^[1-9]\d?(,\d\d)+,\d{3}$/;

/** The digits of a whole number, whose thousands may be set apart. */
function ungrouped(text: string): string | undefined {
  if (/^\d*$/.test(text)) return text;
  return THOUSANDS.test(text) || LAKHS.test(text) ? text.replaceAll(/\D/g, "") : undefined;
}

/** The digits before and behind the decimal sign. */
function divided(number: string, decimals: number, open: "thousands" | "refused"): [string, string] | undefined {
  const place = Math.max(number.lastIndexOf("."), number.lastIndexOf(","));
  if (place < 0) return [number, ""];
  const [before, mark, after] = [number.slice(0, place), number[place] ?? "", number.slice(place + 1)];
  if (before.includes(mark)) return [number, ""];
  if (!isOpen(before, after) || (decimals === 3 && mark === ".")) return [before, after];
  return decimals === 3 || (decimals > 0 && open === "refused") ? undefined : [number, ""];
}

/**
 * The smallest units of what somebody types as an amount: `1234.5`, `1,234.50`, `1.234,50` and `1'234` are read alike here, in files and
 * in the shell. Undefined if it is no amount, or may be another one, or is finer than the currency's smallest unit.
 */
export function unitsOf(text: string, currency: string, open: "thousands" | "refused"): number | undefined {
  const plain = text.trim().replaceAll(/\s/g, " ").replaceAll("’", "'").replace("−", "-");
  const [, sign = "", number = ""] = /^(-?)([.,]?\d[\d.,' ]*)$/.exec(plain) ?? [];
  const decimals = decimalsOf(currency);
  const [before = "", after = ""] = (number && divided(number, decimals, open)) || [];
  const whole = ungrouped(before);
  const fraction = after.replace(/0+$/, "");
  if (number === "" || whole === undefined || whole + after === "" || !/^\d*$/.test(fraction) || fraction.length > decimals) return undefined;
  const units = Number(`${sign}${whole}${fraction.padEnd(decimals, "0")}`);
  return Number.isSafeInteger(units) ? units : undefined;
}
