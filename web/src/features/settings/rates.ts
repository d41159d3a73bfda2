import type { ExchangeRate, ExchangeRates } from "@/api/wire";

/** A rate as it is typed. */
export interface TypedRate {
  /** By which it stays the same while others come and go. */
  key: string;
  currency: string;
  from: string;
  rate: string;
}

/** The fields of a rate, in the order of the table. */
export const TYPED = ["currency", "from", "rate"] as const;

/** A rate of which nothing is typed yet but the currency of the one before. */
export const newRate = (currency = ""): TypedRate => ({ key: crypto.randomUUID(), currency, from: "", rate: "" });

/** A stored rate as somebody would type it. */
export const typedOf = ({ currency, from, rate }: ExchangeRate): TypedRate => ({ key: crypto.randomUUID(), currency, from, rate: String(rate) });

const isBlank = ({ currency, from, rate }: TypedRate) => [currency, from, rate].every((text) => text.trim() === "");

/** A number as somebody types it, with a point or a comma; what is none becomes 0, which the server refuses with its place. */
function numberOf(text: string): number {
  const plain = text.trim().replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : 0;
}

/** What is sent, and the place among the typed rates of each that is: blank ones are left out. */
export function sentOf(base: string, typed: TypedRate[]): { rates: ExchangeRates; places: number[] } {
  const given = typed.map((rate, place) => ({ rate, place })).filter(({ rate }) => !isBlank(rate));
  return {
    rates: {
      base: base.trim(),
      rates: given.map(({ rate }) => ({ currency: rate.currency.trim(), from: rate.from.trim(), rate: numberOf(rate.rate) })),
    },
    places: given.map(({ place }) => place),
  };
}
