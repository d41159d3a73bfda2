import { useQueries, useQuery } from "@tanstack/react-query";
import { type Funnel, type FunnelOptions, type FunnelStage, funnelQuery } from "@/api/funnel";
import { countQuery } from "@/api/parties";
import type { Filter } from "@/parts/filter/filter";
import { filterAt, type List, listOf, listOfAny } from "./lists";
import { type Day, lastDay, plusDays, presetWindow, today } from "./period";
import type { DroppedWhen } from "./search";
import { reasonsOf } from "./split";

/** How many dropped out at a stage for a reason, and the list of them. */
interface AtStage {
  stage: string;
  count: number;
  list: List;
}

export interface Reason {
  reason: string;
  count: number;
  list: List;
  at: AtStage[];
}

interface Pair {
  reason: string;
  stage: FunnelStage;
  filter: Filter;
}

/** Until when, and since the end of which day before. */
function edges(when: DroppedWhen, asOf: Day | undefined): { until: Day | undefined; since: Day } {
  const looked = asOf ?? today();
  const { from, to } = presetWindow(when, looked);
  const last = lastDay(to) ?? looked;
  return { until: last < looked ? last : asOf, since: plusDays(from, -1) };
}

/** Those who are out by the one time and were not by the other. */
function outSince(filter: Filter, since: Day): Filter {
  if (!("funnel" in filter)) return filter;
  return { and: [filter, { not: { funnel: { ...filter.funnel, as_of: since } } }] };
}

function pairsOf(stages: FunnelStage[], since: Day | undefined): Pair[] {
  return reasonsOf(stages).flatMap(({ reason, at }) =>
    at.map((stage) => {
      const filter = filterAt(stage.dropped_lists[reason]);
      return { reason, stage, filter: since ? outSince(filter, since) : filter };
    }),
  );
}

/** By reason, the most frequent first; what counts nobody is left out. */
function byReason(pairs: Pair[], counts: number[], of: Funnel["of"]): Reason[] {
  const counted = pairs.map((pair, place) => ({ ...pair, count: counts[place] ?? 0 })).filter(({ count }) => count > 0);
  const names = [...new Set(counted.map(({ reason }) => reason))];
  return names
    .map((reason) => {
      const own = counted.filter((pair) => pair.reason === reason);
      return {
        reason,
        count: own.reduce((sum, { count }) => sum + count, 0),
        list: listOfAny(own.map(({ filter }) => filter), of),
        at: own.map(({ stage, count, filter }) => ({ stage: stage.stage, count, list: listOf(filter, of) })),
      };
    })
    .sort((a, b) => b.count - a.count);
}

/**
 * Why members of a cohort dropped out, at any time or in a stretch of it. The funnel says who is out at a time, so
 * those who dropped out in between are the ones who are out at its end and were not at its beginning.
 */
export function useDropped(funnel: Funnel, options: FunnelOptions, when: DroppedWhen | undefined) {
  const edge = when && edges(when, options.as_of);
  const isLater = edge !== undefined && edge.until !== options.as_of;
  const then = useQuery({ ...funnelQuery({ ...options, ...(edge?.until && { as_of: edge.until }) }), enabled: isLater });
  const shown = isLater ? then.data : funnel;
  const pairs = shown ? pairsOf(shown.stages, edge?.since) : [];
  const counts = useQueries({ queries: edge ? pairs.map(({ filter }) => countQuery({ filter })) : [] });
  const ever = pairs.map(({ stage, reason }) => stage.dropped[reason] ?? 0);
  const failed = [then, ...counts].find(({ error }) => error !== null);
  const isReady = shown !== undefined && counts.every(({ data }) => data !== undefined);
  return {
    reasons: isReady ? byReason(pairs, edge ? counts.map(({ data }) => data?.count ?? 0) : ever, funnel.of) : undefined,
    error: failed?.error ?? null,
    again: () => void failed?.refetch(),
  };
}
