import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { countQuery, pageQuery } from "@/api/parties";
import { queries } from "@/api/queries";
import { everyTypeQuery } from "@/api/records";
import type { PartyKind } from "@/api/wire";
import { rootRoute } from "@/shell/rootRoute";
import { type ListSearch, listRequest, validateSearch } from "./search";

/** Prefetches the data of a list while its code loads. */
function asked(kind: PartyKind | undefined, search: ListSearch) {
  const request = listRequest(kind, search);
  void queries.prefetchQuery(everyTypeQuery);
  void queries.prefetchQuery(countQuery(request));
  if (search.view !== "board") void queries.prefetchQuery(pageQuery(request, null));
}

const list = { validateSearch, loaderDeps: ({ search }: { search: ListSearch }) => search };

const people = createRoute({
  getParentRoute: () => rootRoute,
  path: "/people",
  ...list,
  loader: ({ deps }) => asked("person", deps),
  component: lazyRouteComponent(() => import("./PeoplePage")),
});

const organizations = createRoute({
  getParentRoute: () => rootRoute,
  path: "/organizations",
  ...list,
  loader: ({ deps }) => asked("organization", deps),
  component: lazyRouteComponent(() => import("./OrganizationsPage")),
});

const parties = createRoute({
  getParentRoute: () => rootRoute,
  path: "/parties",
  ...list,
  loader: ({ deps }) => asked(undefined, deps),
  component: lazyRouteComponent(() => import("./AllPartiesPage")),
});

export const peopleRoutes = [people, organizations, parties];
