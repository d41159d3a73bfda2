import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: "/quote/$id",
  component: lazyRouteComponent(() => import("./QuotePage")),
});

/** What a recipient opens: without the frame of the casebook. */
const byLink = createRoute({
  getParentRoute: () => rootRoute,
  path: "/quotes/$token",
  component: lazyRouteComponent(() => import("./PublicQuotePage")),
});

export const quotesRoutes = [one, byLink];
