import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { queries } from "@/api/queries";
import { recordsQuery, typesQuery } from "@/api/records";
import { rootRoute } from "@/shell/rootRoute";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The search text, the order and the view of a list, and whether the form for a new record is open. */
export interface RecordsSearch {
  q?: string | undefined;
  sort?: string | undefined;
  view?: "board" | undefined;
  add?: true | undefined;
  /** Whether a table is being imported. */
  table?: true | undefined;
  /** The party that the new record is about. */
  party?: string | undefined;
}

const types = createRoute({
  getParentRoute: () => rootRoute,
  path: "/record-types",
  component: lazyRouteComponent(() => import("./TypesPage")),
});

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: "/records/$plural",
  validateSearch: (search: Record<string, unknown>): RecordsSearch => ({
    q: typeof search.q === "number" ? String(search.q) : text(search.q),
    sort: text(search.sort),
    view: search.view === "board" ? "board" : undefined,
    add: search.add === true ? true : undefined,
    table: search.table === true ? true : undefined,
    party: text(search.party),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) => {
    void queries.prefetchQuery(typesQuery);
    if (deps.view !== "board") void queries.prefetchInfiniteQuery(recordsQuery(params.plural, deps));
  },
  component: lazyRouteComponent(() => import("./RecordsPage")),
});

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: "/records/$plural/$id",
  component: lazyRouteComponent(() => import("./RecordPage")),
});

export const recordsRoutes = [types, list, one];
