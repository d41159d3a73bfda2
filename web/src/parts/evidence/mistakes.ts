import type { Problem } from "@/api/problem";
import { t } from "@/words/words";
import { amountOf } from "./amount";
import type { Filled } from "./entry";
import { type Ask, NEEDED } from "./shapes";

/** What is wrong, by field of the form. */
export type Mistakes = Partial<Record<string, string>>;

function isEmpty(filled: Filled, ask: Ask): boolean {
  if (ask === "names") return !filled.names;
  return (filled.detail[ask] ?? "").trim() === "";
}

/** What can be seen to be wrong before anything is sent. */
export function mistakesIn(filled: Filled, asks: Ask[]): Mistakes {
  const found: Mistakes = {};
  if (!filled.kind) found.kind = t("record.needed");
  if (filled.when === "day" && !filled.day) found.occurred_at = t("record.needed");
  for (const ask of NEEDED[filled.kind ?? ""] ?? []) {
    if (asks.includes(ask) && isEmpty(filled, ask)) found[ask] = t("record.needed");
  }
  const isAmount = filled.amount.trim() === "" || amountOf(filled.amount, filled.currency) !== undefined;
  if (asks.includes("amount") && !isAmount) found.amount = t("record.amount.wrong");
  return found;
}

/** What the server found wrong: the last part of each pointer names the field. */
export function mistakesOf(problem: Problem): Mistakes {
  return Object.fromEntries(problem.mistakes.map(({ pointer, detail }) => [pointer.split("/").at(-1) ?? "", detail]));
}
