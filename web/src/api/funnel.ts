import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { address, api, bodyOf } from "./client";
import { keys } from "./keys";
import type { Funnel, FunnelGroups, FunnelOf } from "./schema";

export type { Funnel, FunnelCondition, FunnelGroup, FunnelGroups, FunnelOf, FunnelStage } from "./schema";

/** The request for a funnel; days are in UTC, and `to` is excluded. */
export interface FunnelOptions {
  vocabulary: string;
  of?: FunnelOf;
  from?: string;
  to?: string;
  as_of?: string;
  basis?: "recorded";
  cohort_stage?: string;
}

/** The funnel. */
export function funnelQuery(options: FunnelOptions) {
  return queryOptions({
    queryKey: [...keys.funnel, "one", options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/funnel", { params: { query: options }, signal }))) as Funnel,
    placeholderData: keepPreviousData,
  });
}

/** The funnel of each source, the largest first. */
export function groupsQuery(options: FunnelOptions) {
  const query = { ...options, by: "source" as const };
  return queryOptions({
    queryKey: [...keys.funnel, "by source", options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/funnel", { params: { query }, signal }))) as FunnelGroups,
    placeholderData: keepPreviousData,
  });
}

/** The URL of the same numbers for programs. */
export const funnelAddress = (options: FunnelOptions, by?: "source") => address("/api/v1/funnel", { ...options, by });
