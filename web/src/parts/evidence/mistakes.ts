import type { Problem } from "@/api/problem";
import { t, tMaybe } from "@/messages/messages";
import { amountOf, isCurrency } from "./amount";
import type { Filled } from "./entry";
import { type Ask, NEEDED } from "./shapes";

/** Problems by field of the form. */
export type Mistakes = Partial<Record<string, string>>;

function isEmpty(filled: Filled, ask: Ask): boolean {
  if (ask === "names") return !filled.names;
  return (filled.detail[ask] ?? "").trim() === "";
}

/** Any currency will do to check whether the text is an amount at all. */
const ANY = "EUR";

/** Problems of the amount: money that is paid back is a refund, so that no sum has to interpret a minus. */
function moneyMistakes({ kind, amount, currency }: Filled): Mistakes {
  if (amount.trim() === "") return {};
  const read = amountOf(amount, isCurrency(currency) ? currency : ANY);
  const found: Mistakes = isCurrency(currency) ? {} : { currency: t("record.currency.needed") };
  if (!read) found.amount = t("record.amount.wrong");
  else if (read.minor < 0) found.amount = t(kind === "refunded" ? "record.amount.minus.refund" : "record.amount.minus");
  return found;
}

/** Problems that are found before anything is sent. */
export function mistakesIn(filled: Filled, asks: Ask[]): Mistakes {
  const found: Mistakes = {};
  if (!filled.kind) found.kind = t("record.needed");
  if (filled.when === "day" && !filled.day) found.occurred_at = t("record.needed");
  for (const ask of NEEDED[filled.kind ?? ""] ?? []) {
    if (asks.includes(ask) && isEmpty(filled, ask)) found[ask] = tMaybe(`record.needed.${filled.kind}.${ask}`, t("record.needed"));
  }
  return asks.includes("amount") ? { ...found, ...moneyMistakes(filled) } : found;
}

/** Problems from the server: the last part of each pointer names the field. */
export function mistakesOf(problem: Problem): Mistakes {
  return Object.fromEntries(problem.mistakes.map(({ pointer, detail }) => [pointer.split("/").at(-1) ?? "", detail]));
}
