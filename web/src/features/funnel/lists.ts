import type { FunnelOf } from "@/api/funnel";
import type { Filter } from "@/parts/filter/filter";
import type { RecordTree } from "@/parts/filter/records/shape";

/** Where the people, organizations or both behind a number are listed. */
interface PartyList {
  to: "/people" | "/organizations" | "/parties";
  filter: Filter;
}

/** Where the deals behind a number are listed. */
interface DealList {
  to: "/records/$plural";
  params: { plural: "deals" };
  filter: RecordTree;
}

/** Where those behind a number are listed. */
export type List = PartyList | DealList;

const DEALS = "/api/v1/deals?";

const PATHS = { people: "/people", organizations: "/organizations", all: "/parties" } as const;

/** The list of a filter. */
export const listOf = (filter: Filter, of: FunnelOf | undefined): PartyList => ({ to: PATHS[of ?? "all"], filter });

/** The filter in an address of the API. */
export function filterAt(address: string | undefined): Filter {
  const text = new URLSearchParams(address?.split("?")[1] ?? "").get("filter");
  return text ? (JSON.parse(text) as Filter) : { and: [] };
}

/** The list behind a number, from the address that the API gives with it. */
export function listAt(address: string | undefined): List {
  if (address?.startsWith(DEALS)) {
    return { to: "/records/$plural", params: { plural: "deals" }, filter: filterAt(address) as unknown as RecordTree };
  }
  const filter = filterAt(address);
  return listOf(filter, "funnel" in filter ? (filter.funnel.of as FunnelOf | undefined) : undefined);
}

/** The list of all that are in one of several. */
export const listOfAny = (filters: Filter[], of: FunnelOf | undefined): PartyList =>
  listOf(filters.length === 1 ? (filters[0] as Filter) : { and: [{ or: filters }] }, of);
