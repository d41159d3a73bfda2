import type { FunnelOf } from "@/api/funnel";
import type { Filter } from "@/parts/filter/filter";

/** Where the people, organizations or both behind a number are listed. */
export interface List {
  to: "/people" | "/organizations" | "/parties";
  filter: Filter;
}

const PATHS = { people: "/people", organizations: "/organizations", all: "/parties" } as const;

/** The list of a filter. */
export const listOf = (filter: Filter, of: FunnelOf | undefined): List => ({ to: PATHS[of ?? "all"], filter });

/** The filter in an address of the API. */
export function filterAt(address: string | undefined): Filter {
  const text = new URLSearchParams(address?.split("?")[1] ?? "").get("filter");
  return text ? (JSON.parse(text) as Filter) : { and: [] };
}

/** The list behind a number, from the address that the API gives with it. */
export function listAt(address: string | undefined): List {
  const filter = filterAt(address);
  return listOf(filter, "funnel" in filter ? (filter.funnel.of as FunnelOf | undefined) : undefined);
}

/** The list of all that are in one of several. */
export const listOfAny = (filters: Filter[], of: FunnelOf | undefined): List =>
  listOf(filters.length === 1 ? (filters[0] as Filter) : { and: [{ or: filters }] }, of);
