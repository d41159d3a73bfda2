import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";

/** The search parameters of a new import: the file, the step, and the answers. */
export interface NewImportSearch {
  upload?: string | undefined;
  step?: "check" | undefined;
  as?: "text" | undefined;
  /** The import whose mapping is used again. */
  again?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
  date_order?: "day-first" | "month-first" | "year-first" | undefined;
  shared_mail?: "people" | "one" | undefined;
  currency?: string | undefined;
  rows_are?: "known" | "interested" | "bought" | undefined;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const one = <Value extends string>(values: readonly Value[], value: unknown) => values.find((known) => known === value);

/** Every part is listed, since an omitted one would stay as it is in the address. */
function validateSearch(search: Record<string, unknown>): NewImportSearch {
  return {
    upload: text(search.upload),
    again: text(search.again),
    encoding: text(search.encoding),
    delimiter: text(search.delimiter),
    currency: text(search.currency),
    step: one(["check"], search.step),
    as: one(["text"], search.as),
    shared_mail: one(["people", "one"], search.shared_mail),
    date_order: one(["day-first", "month-first", "year-first"], search.date_order),
    rows_are: one(["known", "interested", "bought"], search.rows_are),
  };
}

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: "/imports",
  component: lazyRouteComponent(() => import("./ImportsPage")),
});

const fresh = createRoute({
  getParentRoute: () => rootRoute,
  path: "/imports/new",
  validateSearch,
  component: lazyRouteComponent(() => import("./NewImportPage")),
});

const shown = createRoute({
  getParentRoute: () => rootRoute,
  path: "/imports/$id",
  component: lazyRouteComponent(() => import("./ImportPage")),
});

export const importsRoutes = [list, fresh, shown];
