import type { Evidence, EvidenceDraft, ParticipantDraft } from "@/api/wire";
import { amountOf, majorOf } from "./amount";
import type { Ask } from "./shapes";

/** Evidence without its subject; `participants` are the others who took part. */
export type EvidenceEntry = Omit<EvidenceDraft, "participants"> & { participants?: ParticipantDraft[] };

/** Another participant. */
export interface Other {
  party: string;
  name: string;
  role: string;
}

/** The values of the form. */
export interface Filled {
  /** Undefined until it is chosen. */
  kind: string | null;
  when: "now" | "day" | "unknown";
  day: string;
  time: string;
  /** Whether it may have been so before. */
  earliest: boolean;
  note: string;
  amount: string;
  /** Empty while it is not chosen. */
  currency: string;
  /** The id of an existing deal, empty for a new one, or undefined until it is chosen. */
  deal: string | null;
  dealTitle: string;
  names: string | null;
  productLine: string;
  others: Other[];
  /** Entries of the detail by name. */
  detail: Record<string, string>;
}

export const EMPTY: Filled = {
  kind: null,
  when: "now",
  day: "",
  time: "",
  earliest: false,
  note: "",
  amount: "",
  currency: "",
  deal: null,
  dealTitle: "",
  names: null,
  productLine: "",
  others: [],
  detail: {},
};

const twoDigits = (value: number) => String(value).padStart(2, "0");

/** The time of a piece in the form: a day, or a day and a local time. */
function whenOf({ occurred_at, precision }: Evidence): Pick<Filled, "when" | "day" | "time"> {
  if (occurred_at === null) return { when: "unknown", day: "", time: "" };
  if (precision === "day") return { when: "day", day: occurred_at.slice(0, 10), time: "" };
  const at = new Date(occurred_at);
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join("-");
  return { when: "day", day, time: `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}` };
}

/** The form filled in from a piece, to correct it; the subject stays. */
export function filledLike(piece: Evidence, nameOf: (party: string) => string): Partial<Filled> {
  const texts = Object.entries(piece.detail).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  const { note = "", title = "", ...detail } = Object.fromEntries(texts);
  const others = piece.participants.filter(({ role }) => role !== "subject");
  return {
    kind: piece.kind,
    ...whenOf(piece),
    earliest: piece.earliest,
    note,
    dealTitle: title,
    ...(piece.amount && { amount: majorOf(piece.amount), currency: piece.amount.currency }),
    deal: piece.deal,
    names: piece.names,
    productLine: piece.product_line ?? "",
    others: others.map(({ party, role }) => ({ party, name: nameOf(party), role })),
    detail,
  };
}

const PLACED = new Set<Ask>(["deal", "amount", "names", "product_line", "stage"]);

function momentOf({ when, day, time, earliest }: Filled): Pick<EvidenceEntry, "occurred_at" | "earliest"> {
  if (when === "unknown") return { occurred_at: null };
  if (when === "now" || !day) return {};
  return { occurred_at: time ? new Date(`${day}T${time}`).toISOString() : day, ...(earliest && { earliest }) };
}

function detailOf(filled: Filled, asks: Ask[]): Record<string, string> {
  const names: string[] = asks.filter((ask) => !PLACED.has(ask));
  if (asks.includes("stage")) names.push("vocabulary", "stage");
  const details = names.map((name): [string, string] => [name, (filled.detail[name] ?? "").trim()]);
  const isNewDeal = asks.includes("deal") && !filled.deal;
  const all: [string, string][] = [...details, ["title", isNewDeal ? filled.dealTitle.trim() : ""], ["note", filled.note.trim()]];
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

/**
 * The form as a draft. A new deal gets a unique name: an unnamed deal could never be won later, and one with a common
 * name would be another party's deal as well.
 */
export function entryOf(filled: Filled, asks: Ask[], newDeal: () => string): EvidenceEntry {
  const amount = asks.includes("amount") ? amountOf(filled.amount, filled.currency) : undefined;
  const detail = detailOf(filled, asks);
  const productLine = filled.productLine.trim();
  return {
    kind: filled.kind ?? "",
    ...momentOf(filled),
    ...(asks.includes("deal") && { deal: filled.deal || newDeal() }),
    ...(amount && { amount }),
    ...(asks.includes("names") && filled.names && { names: filled.names }),
    ...(asks.includes("product_line") && productLine && { product_line: productLine }),
    ...(Object.keys(detail).length > 0 && { detail }),
    ...(filled.others.length > 0 && { participants: filled.others.map(({ party, role }) => ({ party, role: role.trim() || "participant" })) }),
  };
}

/** The draft of what happened to a party. */
export function draftAbout(party: string, entry: EvidenceEntry): EvidenceDraft {
  return { ...entry, participants: [{ party, role: "subject" }, ...(entry.participants ?? [])] };
}
