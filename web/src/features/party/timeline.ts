import type { Evidence, Family, Kind } from "@/api/wire";
import { formatMonth } from "@/messages/format";
import { toMs } from "./days";

/** A piece of evidence with all its corrections. */
export interface Thread {
  piece: Evidence;
  family: Family | undefined;
  /** Retractions of it, retractions of those, and so on, in the order in which they were recorded. */
  corrections: Evidence[];
  /** The live retraction, if the piece is dead. */
  retraction: Evidence | undefined;
}

const RETRACTED = "retracted";

function correctionsOf(piece: Evidence, named: Map<string, Evidence[]>): Evidence[] {
  const direct = named.get(piece.id) ?? [];
  return direct.flatMap((one) => [one, ...correctionsOf(one, named)]);
}

/**
 * The evidence latest first, those of unknown time last; what only corrects stands with what it corrects. While there
 * is older evidence to be loaded, a retraction of a piece that is not there waits for it.
 */
export function threadsOf(evidence: Evidence[], kinds: Kind[], hasOlder = false): Thread[] {
  const families = new Map(kinds.map(({ name, family }) => [name, family]));
  const known = new Set(evidence.map((piece) => piece.id));
  const named = new Map<string, Evidence[]>();
  for (const piece of evidence) {
    if (piece.kind === RETRACTED && piece.names) named.set(piece.names, [...(named.get(piece.names) ?? []), piece]);
  }
  const stands = (piece: Evidence) => piece.kind !== RETRACTED || !piece.names || !(hasOlder || known.has(piece.names));
  return evidence
    .filter(stands)
    .map((piece) => ({
      piece,
      family: families.get(piece.kind),
      corrections: correctionsOf(piece, named).sort((a, b) => toMs(a.recorded_at) - toMs(b.recorded_at)),
      retraction: named.get(piece.id)?.findLast((one) => one.live),
    }))
    .toReversed();
}

/** The text of a thread, for searching. */
function textOf({ piece, corrections }: Thread, words: (word: string) => string): string {
  const texts = [piece, ...corrections].flatMap((one) => [
    one.recorded_by,
    ...Object.values(one.detail).map(String),
    ...one.participants.flatMap(({ party, role }) => [words(party), role]),
  ]);
  return [words(piece.kind), piece.product_line ?? "", ...texts].join(" ").toLowerCase();
}

/** The threads of some families, or of all if there are none, in whose text every word is found. */
export function fitting(threads: Thread[], families: string[], q: string, words: (word: string) => string): Thread[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  return threads.filter((thread) => {
    if (families.length > 0 && !families.includes(thread.family ?? "")) return false;
    if (wanted.length === 0) return true;
    const text = textOf(thread, words);
    return wanted.every((word) => text.includes(word));
  });
}

/** How many threads there are of each family, in the order of the families. */
export function familiesIn(threads: Thread[], kinds: Kind[]): { family: Family; count: number }[] {
  const order = [...new Set(kinds.map((kind) => kind.family))];
  const counted = order.map((family) => ({ family, count: threads.filter((thread) => thread.family === family).length }));
  return counted.filter(({ count }) => count > 0);
}

/** The threads of one month; of no month if their time is not known. */
export interface Month {
  title: string | null;
  threads: Thread[];
}

export function byMonth(threads: Thread[]): Month[] {
  const months: Month[] = [];
  for (const thread of threads) {
    const { occurred_at, precision } = thread.piece;
    const title = occurred_at && precision !== "unknown" ? formatMonth(occurred_at, precision) : null;
    const last = months.at(-1);
    if (last && last.title === title) last.threads.push(thread);
    else months.push({ title, threads: [thread] });
  }
  return months;
}
