import { createRootRoute, Outlet, retainSearchParams, useRouterState } from "@tanstack/react-router";
import { ErrorState } from "@/parts/ErrorState";
import { MissingPage } from "./MissingPage";
import { Shell } from "./Shell";

interface RootSearch {
  /** The vocabulary of stages. */
  vocabulary?: string;
  /** The language of the interface. */
  lang?: string;
  /** The text direction. */
  dir?: string;
}

/** What is for whoever has a link stands without the frame. */
const BY_LINK = /^\/quotes\//;

function Frame() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return BY_LINK.test(path) ? <Outlet /> : <Shell />;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The root route: the shell, and the search parameters that every page keeps. */
export const rootRoute = createRootRoute({
  component: Frame,
  notFoundComponent: MissingPage,
  errorComponent: ({ error, reset }) => <ErrorState thrown={error} again={reset} />,
  validateSearch: (search: Record<string, unknown>): RootSearch => {
    const [vocabulary, lang, dir] = [text(search.vocabulary), text(search.lang), text(search.dir)];
    return { ...(vocabulary && { vocabulary }), ...(lang && { lang }), ...(dir && { dir }) };
  },
  search: { middlewares: [retainSearchParams(["vocabulary", "lang", "dir"])] },
});
