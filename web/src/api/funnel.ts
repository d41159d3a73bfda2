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

/** The funnel of each value of a field, the largest first. */
export function groupsQuery(options: FunnelOptions, by: string) {
  const query = { ...options, by };
  return queryOptions({
    queryKey: [...keys.funnel, "by", by, options],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/funnel", { params: { query }, signal }))) as FunnelGroups,
    // Groups of another field would be read as those of this one.
    placeholderData: (before, of) => (of?.queryKey.includes(by) ? before : undefined),
  });
}

/** The URL of the same numbers for programs. */
export const funnelAddress = (options: FunnelOptions, by?: string) => address("/api/v1/funnel", { ...options, by });
