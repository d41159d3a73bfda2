import type { Party } from "@/api/wire";

const LIKE_ENOUGH = 0.75;
const MOST = 3;

/** The form in which names are compared: small letters without accents, points and commas. */
export function fold(text: string): string {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  return plain.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** How an organization is constituted tells it from no other. */
const FORMS = new Set("ab ag as bv co corp gmbh inc kg limited llc ltd nv oy plc sa sarl se spa srl".split(" "));

function wordsOf(name: string): string[] {
  const words = fold(name).split(" ");
  const telling = words.filter((word) => !FORMS.has(word));
  return telling.length > 0 ? telling : words;
}

/** How many letters have to be put in, taken out or changed to come from one text to another. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1];
    for (let place = 1; place <= other.length; place += 1) {
      const changed = (before[place - 1] ?? 0) + (letter === other[place - 1] ? 0 : 1);
      now.push(Math.min(changed, (before[place] ?? 0) + 1, (now[place - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}

/** How like two names are, from 0 to 1, in whichever order their words stand. */
function likeness(one: string, other: string): number {
  const [mine, theirs] = [wordsOf(one), wordsOf(other)];
  const score = (a: string, b: string) => 1 - distance(a, b) / Math.max(a.length, b.length, 1);
  return Math.max(score(mine.join(" "), theirs.join(" ")), score(mine.toSorted().join(" "), theirs.toSorted().join(" ")));
}

/** Those of some whose name is much like one that is typed; who is of the same company comes first. */
export function alike(name: string, company: string, known: Party[]): Party[] {
  const firm = wordsOf(company).join(" ");
  const isColleague = (party: Party) => (firm !== "" && wordsOf(party.company ?? "").join(" ") === firm ? 1 : 0);
  return known
    .map((party) => ({ party, like: likeness(name, party.name), colleague: isColleague(party) }))
    .filter(({ like }) => like >= LIKE_ENOUGH)
    .sort((a, b) => b.colleague - a.colleague || b.like - a.like)
    .slice(0, MOST)
    .map(({ party }) => party);
}

/** The searches whose answers hold the names like one: all that is typed, and the beginnings of its words, for slips. */
export function searchesFor(name: string): string[] {
  const words = wordsOf(name).filter((word) => word.length > 1);
  const beginnings = words.map((word) => word.slice(0, Math.max(2, Math.ceil(word.length / 2))));
  return [...new Set([words.join(" "), beginnings.join(" ")])].filter((search) => search !== "");
}
