import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem";

const TRIES = 2;

/** The query cache of the whole page. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, thrown) => asProblem(thrown).status >= 500 && count < TRIES,
      networkMode: "always",
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: "always" },
  },
});
