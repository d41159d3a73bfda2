import type { Evidence } from "@/api/wire";
import { formatDay, formatMoney } from "@/words/format";
import { t } from "@/words/words";
import type { Filled } from "./entry";

/** The currency of a party that was never spoken of in money. */
const CURRENCY = "EUR";
/** The kind with which a deal begins; all others speak of one that is there, if one is. */
const BEGINS = "deal_opened";

/** A deal as far as the evidence of a party tells of it. */
export interface Deal {
  id: string;
  label: string;
  /** Whether the last that was recorded of it is neither that it was won nor that it was lost. */
  isOpen: boolean;
}

const dateOf = ({ occurred_at, precision }: Evidence) =>
  occurred_at && precision !== "unknown" ? formatDay(occurred_at, precision) : t("time.unknown");

const moneyOf = ({ amount }: Evidence) => (amount ? formatMoney(amount.minor, amount.currency) : undefined);

function titleOf(pieces: Evidence[]): string {
  const titled = pieces.find((piece) => typeof piece.detail.title === "string");
  return titled ? String(titled.detail.title) : t("deal.of", { date: pieces[0] ? dateOf(pieces[0]) : "" });
}

/** The deals that live evidence names, the latest first. The API tells of deals only by what names them. */
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

/** The form with what nobody has chosen filled in: the deal that is open, and the currency that was used last. */
export function completed(filled: Filled, evidence: Evidence[]): Filled {
  const deals = dealsOf(evidence);
  const open = filled.kind === "deal_reopened" ? deals[0] : deals.find((deal) => deal.isOpen);
  const usual = filled.kind === BEGINS ? "" : (open?.id ?? "");
  const last = evidence.findLast((piece) => piece.amount)?.amount?.currency;
  return { ...filled, deal: filled.deal ?? usual, currency: filled.currency || (last ?? CURRENCY) };
}
