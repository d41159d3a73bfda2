import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { address, api, bodyOf } from "./client";
import { keys } from "./keys";
import type { Funnel, FunnelGroups, FunnelOf } from "./schema";

export type { Funnel, FunnelCondition, FunnelGroup, FunnelGroups, FunnelOf, FunnelStage } from "./schema";

/** Which funnel; days are those of the workspace's time zone, and `to` is not in the window any more. */
export interface FunnelOptions {
  vocabulary: string;
  of?: FunnelOf;
  from?: string;
  to?: string;
  as_of?: string;
  basis?: "recorded";
  cohort_stage?: string;
}

/** How many came how far. */
export function funnelQuery(options: FunnelOptions) {
  return queryOptions({
    queryKey: [...keys.funnel, "one", options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/funnel", { params: { query: options }, signal }))) as Funnel,
    placeholderData: keepPreviousData,
  });
}

/** The same for each source, the largest first. */
export function groupsQuery(options: FunnelOptions) {
  const query = { ...options, by: "source" as const };
  return queryOptions({
    queryKey: [...keys.funnel, "by source", options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/funnel", { params: { query }, signal }))) as FunnelGroups,
    placeholderData: keepPreviousData,
  });
}

/** Where a program reads the same numbers. */
export const funnelAddress = (options: FunnelOptions, by?: "source") => address("/api/v1/funnel", { ...options, by });
