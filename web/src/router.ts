import { createRouter, parseSearchWith, stringifySearchWith } from "@tanstack/react-router";
import { aboutRoutes } from "./features/about/routes";
import { frameworksRoutes } from "./features/frameworks/routes";
import { funnelRoutes } from "./features/funnel/routes";
import { homeRoutes } from "./features/home/routes";
import { importsRoutes } from "./features/imports/routes";
import { partyRoutes } from "./features/party/routes";
import { peopleRoutes } from "./features/people/routes";
import { pipelinesRoutes } from "./features/pipelines/routes";
import { quotesRoutes } from "./features/quotes/routes";
import { recordsRoutes } from "./features/records/routes";
import { settingsRoutes } from "./features/settings/routes";
import { vocabulariesRoutes } from "./features/vocabularies/routes";
import { PageSkeleton } from "./parts/Skeletons";
import { rootRoute } from "./shell/rootRoute";

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...homeRoutes,
    ...peopleRoutes,
    ...partyRoutes,
    ...funnelRoutes,
    ...importsRoutes,
    ...vocabulariesRoutes,
    ...frameworksRoutes,
    ...pipelinesRoutes,
    ...recordsRoutes,
    ...quotesRoutes,
    ...settingsRoutes,
    ...aboutRoutes,
  ]),
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 200,
  scrollRestoration: true,
  scrollToTopSelectors: ["#content"],
  // Plain text stays plain in addresses; only other values are written as JSON.
  parseSearch: parseSearchWith(JSON.parse),
  stringifySearch: stringifySearchWith(JSON.stringify, JSON.parse),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
