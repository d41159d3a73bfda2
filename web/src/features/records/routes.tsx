import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { queries } from "@/api/queries";
import { recordCountQuery, recordPageQuery, typesQuery } from "@/api/records";
import { rootRoute } from "@/shell/rootRoute";
import { requestOf, validateSearch } from "./search";

const types = createRoute({
  getParentRoute: () => rootRoute,
  path: "/record-types",
  component: lazyRouteComponent(() => import("./TypesPage")),
});

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: "/records/$plural",
  validateSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { plural }, deps }) => {
    const request = requestOf(deps);
    void queries.prefetchQuery(typesQuery);
    void queries.prefetchQuery(recordCountQuery(plural, request.filter));
    if (deps.view === undefined) void queries.prefetchQuery(recordPageQuery(plural, request, null));
  },
  component: lazyRouteComponent(() => import("./RecordsPage")),
});

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: "/records/$plural/$id",
  component: lazyRouteComponent(() => import("./RecordPage")),
});

export const recordsRoutes = [types, list, one];
