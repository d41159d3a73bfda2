import type { Claim, Happening, Mapping, Source } from "./mapping";
import { isAmong, isSame } from "./same";

/**
 * What a column means, as one key: `field:email`, `id`, `company`, `company_id`, `deal:amount`, `time:call_held`,
 * `earliest`, `filled:newsletter_subscribed`, `values`, `detail:stage`, `participant:email`, `ignored`.
 */
export type Meaning = string;

export const DEAL_PARTS = ["id", "title", "owner", "amount", "currency", "product_line"] as const;
export const PARTICIPANT_KEYS = ["email", "phone", "external_id", "organization"] as const;

/** The columns of a field, in their order. */
const columnsOf = (source: Source) => (Array.isArray(source) ? source : source.join);

/** Whether something has happened just because this column is filled. */
const isByFilling = (one: Happening, column: string) => isSame(one.when, column) && !isSame(one.at, column) && !one.column;

/** What can carry a time: the evidence itself, and what single values of it claim. */
const claimsOf = (one: Happening): Partial<Claim>[] => [
  one,
  ...Object.values(one.values ?? {}).filter((value): value is Claim => typeof value !== "string"),
];

/** The kinds of a piece of evidence to which a time of its own is given. */
function kindsOf(one: Happening): string[] {
  const kinds = Object.values(one.values ?? {}).map((value) => (typeof value === "string" ? value : value.kind));
  return [...new Set([one.kind ?? "", ...kinds].filter((kind) => kind !== ""))];
}

function meaningsInHappening(one: Happening, column: string): Meaning[] {
  const found: Meaning[] = [];
  if (isSame(one.column, column)) found.push("values");
  if (isByFilling(one, column) && one.kind) found.push(`filled:${one.kind}`);
  for (const claim of claimsOf(one)) {
    const kinds = claim.kind ? [claim.kind] : kindsOf(one);
    if (isSame(claim.at, column)) found.push(...(claim.earliest ? ["earliest"] : kinds.map((kind) => `time:${kind}`)));
    for (const [name, of] of Object.entries(claim.detail ?? {})) if (isSame(of, column)) found.push(`detail:${name}`);
  }
  return found;
}

/** Everything that a column means; nothing if it is kept as a field under its own name. */
export function meaningsOf(mapping: Mapping, column: string): Meaning[] {
  const { fields, party, organization, deal, participant, evidence, ignore } = mapping;
  if (ignore.some((one) => isSame(one, column))) return ["ignored"];
  const found: Meaning[] = [];
  for (const [name, source] of Object.entries(fields)) {
    if (columnsOf(source).some((one) => isSame(one, column))) found.push(`field:${name}`);
  }
  if (isAmong(party.external_id, column)) found.push("id");
  if (isSame(organization?.name, column)) found.push("company");
  if (isAmong(organization?.external_id, column)) found.push("company_id");
  for (const part of DEAL_PARTS) {
    const columns = [deal?.[part] ?? []].flat();
    if (columns.some((one) => isSame(one, column))) found.push(`deal:${part}`);
  }
  for (const one of participant) if (isSame(one.column, column)) found.push(`participant:${one.by ?? "email"}`);
  found.push(...evidence.flatMap((one) => meaningsInHappening(one, column)));
  return [...new Set(found)];
}
