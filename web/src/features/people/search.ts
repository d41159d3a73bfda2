import type { PartyRequest } from "@/api/parties";
import type { PartyKind } from "@/api/wire";
import { isFilter } from "@/parts/filter/filter";

/** The order of a list that names none. */
export const SORT = "name";

/** What the server can sort by; an address may contain anything. */
const SORTS = /^-?(name|created_at|updated_at|last_evidence|standing|stage\.[^,]+|more\.[^,]+|email|phone|company|title|source|owner|city|region|country|language)$/;

/** The search parameters of a list: every view, filter and dialog has an address. */
export interface ListSearch {
  q?: string | undefined;
  sort?: string | undefined;
  view?: "board" | undefined;
  filter?: unknown;
  add?: boolean | undefined;
}

const isSort = (value: unknown): value is string => typeof value === "string" && SORTS.test(value);
const text = (value: unknown) => (typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : undefined);

/** Reads the address. Every part is listed, since an omitted one would stay as it is in the address. */
export function validateSearch(search: Record<string, unknown>): ListSearch {
  return {
    q: text(search.q),
    sort: isSort(search.sort) ? search.sort : undefined,
    view: search.view === "board" ? "board" : undefined,
    filter: isFilter(search.filter) ? search.filter : undefined,
    add: search.add === true ? true : undefined,
  };
}

/** The request of a list's address. */
export function listRequest(kind: PartyKind | undefined, { q, sort = SORT, filter }: ListSearch): PartyRequest {
  return { kind, q, sort, filter };
}
