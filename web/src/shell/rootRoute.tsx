import { createRootRoute, retainSearchParams } from "@tanstack/react-router";
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

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The root route: the shell, and the search parameters that every page keeps. */
export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: ({ error, reset }) => <ErrorState thrown={error} again={reset} />,
  validateSearch: (search: Record<string, unknown>): RootSearch => {
    const [vocabulary, lang, dir] = [text(search.vocabulary), text(search.lang), text(search.dir)];
    return { ...(vocabulary && { vocabulary }), ...(lang && { lang }), ...(dir && { dir }) };
  },
  search: { middlewares: [retainSearchParams(["vocabulary", "lang", "dir"])] },
});
