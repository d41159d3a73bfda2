import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";

const number = (value: unknown) => (typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined);

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: "/vocabularies",
  component: lazyRouteComponent(() => import("./VocabulariesPage")),
});

/** The version that is shown, and the one it is compared with. */
interface VersionSearch {
  show?: number | undefined;
  against?: number | undefined;
}

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: "/vocabularies/$name",
  validateSearch: (search: Record<string, unknown>): VersionSearch => {
    const [show, other] = [number(search.show), number(search.against)];
    return { show, against: show && other };
  },
  component: lazyRouteComponent(() => import("./VocabularyPage")),
});

const edit = createRoute({
  getParentRoute: () => rootRoute,
  path: "/vocabularies/$name/edit",
  validateSearch: (search: Record<string, unknown>): { copy?: true | undefined } => ({ copy: search.copy === true ? true : undefined }),
  component: lazyRouteComponent(() => import("./editor/EditorPage")),
});

const glossary = createRoute({
  getParentRoute: () => rootRoute,
  path: "/glossary",
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => {
    const q = typeof search.q === "number" ? String(search.q) : search.q;
    return { q: typeof q === "string" && q !== "" ? q : undefined };
  },
  component: lazyRouteComponent(() => import("./glossary/GlossaryPage")),
});

export const vocabulariesRoutes = [list, one, edit, glossary];
