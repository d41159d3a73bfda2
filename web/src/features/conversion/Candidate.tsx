import { Radio } from "@mantine/core";
import type { ConversionCandidate } from "@/api/wire";
import { roleTitle } from "@/parts/evidence/titles";
import { type MessageKey, t } from "@/messages/messages";

interface Props {
  candidate: ConversionCandidate;
  isFirst: boolean;
}

type Match = ConversionCandidate["matched"][number];

const WORDS: Record<string, MessageKey> = {
  link: "convert.matched.link",
  company: "convert.matched.company",
  domain: "convert.matched.domain",
  email: "convert.matched.email",
  phone: "convert.matched.phone",
  name: "convert.matched.name",
  people: "convert.matched.people",
  account: "convert.matched.account",
};

const isSame = (one: string, other: string) => one.localeCompare(other, undefined, { sensitivity: "base", ignorePunctuation: true }) === 0;

/** Names are compared by their words: what is written alike needs no second mention. */
function reasonOf({ field, value }: Match, name: string): string {
  if (field === "company" && isSame(value, name)) return t("convert.matched.company.same");
  return t(WORDS[field] ?? "convert.matched.name", { value: field === "link" ? roleTitle(value) : value });
}

/** Why a record may be meant, in words. */
export const reasonsOf = ({ matched, name }: ConversionCandidate) => matched.map((match) => reasonOf(match, name)).join(" · ");

/** An organization or a deal that is there, with what it matches by. */
export function Candidate({ candidate, isFirst }: Props) {
  return <Radio value={candidate.id} label={candidate.name} description={reasonsOf(candidate)} data-autofocus={isFirst || undefined} />;
}
