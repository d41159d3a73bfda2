import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: "/frameworks",
  component: lazyRouteComponent(() => import("./FrameworksPage")),
});

const edit = createRoute({
  getParentRoute: () => rootRoute,
  path: "/frameworks/$name",
  validateSearch: (search: Record<string, unknown>): { copy?: true | undefined } => ({ copy: search.copy === true ? true : undefined }),
  component: lazyRouteComponent(() => import("./FrameworkPage")),
});

export const frameworksRoutes = [list, edit];
