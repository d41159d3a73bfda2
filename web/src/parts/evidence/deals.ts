import type { Evidence } from "@/api/wire";
import { formatDay, formatMoney } from "@/messages/format";
import { t } from "@/messages/messages";
import type { Filled } from "./entry";

/** The currency for a party without any amounts. */
const CURRENCY = "EUR";
/** The kind that opens a deal; all others are about an existing one, if there is one. */
const BEGINS = "deal_opened";

/** A deal according to the evidence of a party. */
export interface Deal {
  id: string;
  label: string;
  /** Whether its last evidence is neither won nor lost. */
  isOpen: boolean;
}

const dateOf = ({ occurred_at, precision }: Evidence) =>
  occurred_at && precision !== "unknown" ? formatDay(occurred_at, precision) : t("time.unknown");

const moneyOf = ({ amount }: Evidence) => (amount ? formatMoney(amount.minor, amount.currency) : undefined);

function titleOf(pieces: Evidence[]): string {
  const titled = pieces.find((piece) => typeof piece.detail.title === "string");
  return titled ? String(titled.detail.title) : t("deal.of", { date: pieces[0] ? dateOf(pieces[0]) : "" });
}

/** The deals that live evidence names, the latest first. The API has deals only as names in evidence. */
export function dealsOf(evidence: Evidence[]): Deal[] {
  const named = new Map<string, Evidence[]>();
  for (const piece of evidence) {
    if (piece.live && piece.deal) named.set(piece.deal, [...(named.get(piece.deal) ?? []), piece]);
  }
  const deals = [...named].map(([id, pieces]) => {
    const money = pieces.map(moneyOf).findLast(Boolean);
    const last = pieces.findLast(({ kind }) => /^deal_(opened|reopened|won|lost)$/.test(kind))?.kind;
    const isOpen = last !== "deal_won" && last !== "deal_lost";
    return { id, isOpen, label: [titleOf(pieces), money, t(isOpen ? "deal.open" : "deal.closed")].filter(Boolean).join(" · ") };
  });
  return deals.toReversed();
}

const PURCHASES = new Set(["purchased", "expanded", "renewed", "deal_won"]);

/** The live purchases, the latest first, each with its date and money. */
export function purchasesOf(evidence: Evidence[], title: (kind: string) => string): { value: string; label: string }[] {
  return evidence
    .filter((piece) => piece.live && PURCHASES.has(piece.kind))
    .map((piece) => ({ value: piece.id, label: [title(piece.kind), dateOf(piece), moneyOf(piece)].filter(Boolean).join(" · ") }))
    .toReversed();
}

/** The form with defaults: the open deal, and the last used currency. */
export function completed(filled: Filled, evidence: Evidence[]): Filled {
  const deals = dealsOf(evidence);
  const open = filled.kind === "deal_reopened" ? deals[0] : deals.find((deal) => deal.isOpen);
  const usual = filled.kind === BEGINS ? "" : (open?.id ?? "");
  const last = evidence.findLast((piece) => piece.amount)?.amount?.currency;
  return { ...filled, deal: filled.deal ?? usual, currency: filled.currency || (last ?? CURRENCY) };
}
