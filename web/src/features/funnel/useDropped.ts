import { useQueries, useQuery } from "@tanstack/react-query";
import { type Funnel, type FunnelOptions, funnelQuery } from "@/api/funnel";
import { countQuery } from "@/api/parties";
import { byReason, edgesOf, ofAllReasons, outBy, droppedParts } from "./dropped";
import { today } from "./period";
import type { DroppedWhen } from "./search";

/**
 * Why members of a cohort dropped out, at any time or in a stretch of it. The funnel says who is out at a time, so
 * those who dropped out in between are the ones who are out at its end and were not at its beginning.
 */
export function useDropped(funnel: Funnel, options: FunnelOptions, when: DroppedWhen | undefined) {
  const edges = when && edgesOf(when, options.as_of, today());
  const isLater = edges !== undefined && edges.until !== options.as_of;
  const then = useQuery({ ...funnelQuery({ ...options, ...(edges?.until && { as_of: edges.until }) }), enabled: isLater });
  const shown = isLater ? then.data : funnel;
  const before = shown && edges && outBy(edges.since, shown.stages);
  const parts = shown ? droppedParts(shown.stages, before) : [];
  const counts = useQueries({ queries: edges ? parts.map(({ filter }) => countQuery({ filter })) : [] });
  const failed = [then, ...counts].find(({ error }) => error !== null);
  const isReady = shown !== undefined && counts.every(({ data }) => data !== undefined);
  const counted = parts.map((part, place) => {
    const ever = part.stage.dropped[part.reason] ?? 0;
    return { ...part, count: edges ? (counts[place]?.data?.count ?? 0) : ever };
  });
  return {
    all: isReady ? ofAllReasons(shown.stages, counted, before, funnel.of) : undefined,
    reasons: isReady ? byReason(counted, before, funnel.of) : undefined,
    error: failed?.error ?? null,
    again: () => void failed?.refetch(),
  };
}
