import { createRootRoute, retainSearchParams } from "@tanstack/react-router";
import { ErrorState } from "@/parts/ErrorState";
import { MissingPage } from "./MissingPage";
import { Shell } from "./Shell";

interface RootSearch {
  /** In whose words stages are shown. */
  vocabulary?: string;
  /** The language of the words. */
  lang?: string;
  /** The direction of writing. */
  dir?: string;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The route above all others: the frame, and the part of the address that every page keeps. */
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
