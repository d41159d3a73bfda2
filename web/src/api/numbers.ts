import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";

/** Which numbers of evidence, by what put together. */
export interface NumbersOptions {
  kind: string;
  number?: string;
  by?: string;
}

/** How many pieces of a kind there are, and what their numbers come to. */
export function numbersQuery(options: NumbersOptions) {
  return queryOptions({
    queryKey: [...keys.funnel, "numbers", options.by ?? "", options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/evidence/numbers", { params: { query: options }, signal }))).items,
    // Groups of another key would be read as those of this one.
    placeholderData: (before, of) => (of?.queryKey[2] === (options.by ?? "") ? before : undefined),
  });
}
