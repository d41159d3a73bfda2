import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";
import { readSearch } from "./search";

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: "/funnel",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./FunnelPage")),
});

export const funnelRoutes = [page];
