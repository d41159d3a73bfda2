import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";

/** Which version of Casebook answers. */
export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/version", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
