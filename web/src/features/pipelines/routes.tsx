import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { pipelinesQuery } from "@/api/pipelines";
import { queries } from "@/api/queries";
import { rootRoute } from "@/shell/rootRoute";

const all = createRoute({
  getParentRoute: () => rootRoute,
  path: "/pipelines",
  loader: () => void queries.prefetchQuery(pipelinesQuery),
  component: lazyRouteComponent(() => import("./PipelinesPage")),
});

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: "/pipelines/$name",
  component: lazyRouteComponent(() => import("./PipelinePage")),
});

export const pipelinesRoutes = [all, one];
