import "../messages";
import type { Standing, Vocabulary } from "@/api/wire";
import { t, tMaybe, type MessageKey } from "@/messages/messages";

/** Terms of the two ways of working, in the order in which a relationship grows, those that are not stages last. */
const WORDS = [
  "contact",
  "lead",
  "mql",
  "sql",
  "prospect",
  "opportunity",
  "customer",
  "advocate",
  "account",
  "qualification",
  "conversion",
  "funnel",
];

/** Casebook's own terms. */
export const OWN = ["evidence", "fact", "stage", "standing", "vocabulary", "judgement"] as const;

export const STANDINGS = ["active", "nurturing", "lost", "disqualified", "former"] as const satisfies Standing[];

/** A stage of this name in an active vocabulary. */
export interface Use {
  vocabulary: Vocabulary;
  stage: Vocabulary["stages"][number];
}

/** A term, what each way of working means by it, and the stages with this name. */
export interface Entry {
  /** Its name in addresses. */
  id: string;
  title: string;
  also: string | undefined;
  /** What each way means by it; undefined if it does not use the term. */
  journey: string | undefined;
  crm: string | undefined;
  differ: string | undefined;
  /** Whether neither way knows it: a term of a custom vocabulary. */
  isOwn: boolean;
  uses: Use[];
}

const partOf = (id: string, part: string) => tMaybe(`glossary.${id}.${part}`, "") || undefined;

function usesOf(id: string, vocabularies: Vocabulary[]): Use[] {
  return vocabularies.flatMap((vocabulary) => {
    const stage = vocabulary.stages.find((one) => one.name === id);
    return stage ? [{ vocabulary, stage }] : [];
  });
}

/** Every term: those of the two ways, and the names of all other stages. */
export function entriesOf(vocabularies: Vocabulary[]): Entry[] {
  const stages = vocabularies.flatMap((one) => one.stages.map((stage) => stage.name));
  const others = [...new Set(stages)].filter((name) => !WORDS.includes(name));
  return [...WORDS, ...others].map((id) => {
    const uses = usesOf(id, vocabularies);
    return {
      id,
      title: partOf(id, "title") ?? uses[0]?.stage.title ?? id,
      also: partOf(id, "also"),
      journey: partOf(id, "journey"),
      crm: partOf(id, "crm"),
      differ: partOf(id, "differ"),
      isOwn: others.includes(id),
      uses,
    };
  });
}

const textOf = ({ id, title, also, journey, crm, differ, uses }: Entry) =>
  [id, title, also, journey, crm, differ, ...uses.flatMap(({ stage }) => [stage.title, stage.definition])].join("\n").toLowerCase();

const wordsOf = (q: string) => q.toLowerCase().split(/\s+/).filter(Boolean);

/** The entries that contain every word of the search; those with a matching title come first. */
export function found(entries: Entry[], q: string): Entry[] {
  const words = wordsOf(q);
  const fits = entries.filter((entry) => words.every((word) => textOf(entry).includes(word)));
  const isCalled = ({ id, title, also = "" }: Entry) => words.some((word) => `${id} ${title} ${also}`.toLowerCase().includes(word));
  return words.length === 0 ? fits : fits.toSorted((one, two) => Number(isCalled(two)) - Number(isCalled(one)));
}

/** Casebook's own terms that contain every word of the search. */
export function foundOwn(q: string): (typeof OWN)[number][] {
  const words = wordsOf(q);
  const means = STANDINGS.map((standing) => t(`standing.means.${standing}`)).join(" ");
  const text = (id: string) =>
    `${t(`glossary.${id}.title` as MessageKey)} ${t(`glossary.${id}.text` as MessageKey)} ${id === "standing" ? means : ""}`.toLowerCase();
  return OWN.filter((id) => words.every((word) => text(id).includes(word)));
}
