import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";
import { readDealFunnel } from "./deals/search";
import { readNumbers } from "./readNumbers";
import { readSearch } from "./search";

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: "/funnel",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./FunnelPage")),
});

const deals = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deals/funnel",
  validateSearch: readDealFunnel,
  component: lazyRouteComponent(() => import("./deals/DealFunnelPage")),
});

const numbers = createRoute({
  getParentRoute: () => rootRoute,
  path: "/numbers",
  validateSearch: readNumbers,
  component: lazyRouteComponent(() => import("./NumbersPage")),
});

export const funnelRoutes = [page, deals, numbers];
