import type { FacetCount } from "@/api/wire";

/** More values than these are typed rather than chosen from a list. */
const MOST = 20;

interface Counted {
  counts: FacetCount[];
  others: number;
}

/** The values of a field, in the order of their texts, if they are few enough to be chosen from. */
export function fewValues(facet: Counted | undefined): string[] | undefined {
  if (!facet || facet.others > 0) return undefined;
  const values = facet.counts.flatMap(({ value }) => value ?? []);
  const isFew = values.length > 0 && values.length <= MOST;
  return isFew ? values.toSorted((one, other) => one.localeCompare(other, undefined, { numeric: true })) : undefined;
}
