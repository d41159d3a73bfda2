import type { Funnel, FunnelStage } from "@/api/funnel";
import type { Filter } from "@/parts/filter/filter";
import { filterAt, type List, listOf } from "./lists";
import { type Day, lastDay, plusDays, presetWindow } from "./period";
import type { DroppedWhen } from "./search";
import { reasonsOf } from "./split";

/** How many dropped out at a stage, and the list of them. */
interface AtStage {
  stage: string;
  count: number;
  list: List;
}

/** How many dropped out, by the stage they had come to, and the list of them. */
export interface Dropped {
  count: number;
  list: List;
  at: AtStage[];
}

export interface DroppedFor extends Dropped {
  reason: string;
}

/** Those who dropped out at a stage for a reason. */
export interface Part {
  reason: string;
  stage: FunnelStage;
  filter: Filter;
}

export interface CountedPart extends Part {
  count: number;
}

/** A range of time: until when, and since the end of which day. */
export interface Edges {
  until: Day | undefined;
  since: Day;
}

export function edgesOf(when: DroppedWhen, asOf: Day | undefined, now: Day): Edges {
  const looked = asOf ?? now;
  const { from, to } = presetWindow(when, looked);
  const last = lastDay(to) ?? looked;
  return { until: last < looked ? last : asOf, since: plusDays(from, -1) };
}

/** Those who had already dropped out by a day, at any stage: dropping out again is not new. */
export function outBy(day: Day, stages: FunnelStage[]): Filter {
  const at = stages.map(({ lists }) => {
    const filter = filterAt(lists.dropped);
    return "funnel" in filter ? { funnel: { ...filter.funnel, as_of: day } } : filter;
  });
  return { or: at };
}

/** Those in one of several lists, except those who had dropped out before. */
function inAnyOf(filters: Filter[], before: Filter | undefined): Filter {
  const [only] = filters;
  const either = filters.length === 1 && only ? only : { or: filters };
  if (before) return { and: [either, { not: before }] };
  return "or" in either ? { and: [either] } : either;
}

/** Everyone who dropped out, in disjoint parts. */
export const droppedParts = (stages: FunnelStage[], before: Filter | undefined): Part[] =>
  reasonsOf(stages).flatMap(({ reason, at }) =>
    at.map((stage) => ({ reason, stage, filter: inAnyOf([filterAt(stage.dropped_lists[reason])], before) })),
  );

const sum = (parts: CountedPart[]) => parts.reduce((total, { count }) => total + count, 0);

/** Why people dropped out, the most frequent reason first; what counts no one is left out. */
export function byReason(parts: CountedPart[], before: Filter | undefined, of: Funnel["of"]): DroppedFor[] {
  const some = parts.filter(({ count }) => count > 0);
  const reasons = [...new Set(some.map(({ reason }) => reason))].map((reason) => {
    const own = some.filter((part) => part.reason === reason);
    const lists = own.map(({ stage }) => filterAt(stage.dropped_lists[reason]));
    const at = own.map(({ stage, count, filter }) => ({ stage: stage.stage, count, list: listOf(filter, of) }));
    return { reason, count: sum(own), list: listOf(inAnyOf(lists, before), of), at };
  });
  return reasons.sort((a, b) => b.count - a.count);
}

/** Everyone who dropped out, whatever the reason. */
export function ofAllReasons(all: FunnelStage[], parts: CountedPart[], before: Filter | undefined, of: Funnel["of"]): Dropped {
  const stages = all.filter((one) => parts.some(({ stage, count }) => stage === one && count > 0));
  const listAt = (at: FunnelStage[]) => listOf(inAnyOf(at.map(({ lists }) => filterAt(lists.dropped)), before), of);
  const at = stages.map((stage) => ({
    stage: stage.stage,
    count: sum(parts.filter((part) => part.stage === stage)),
    list: listAt([stage]),
  }));
  return { count: sum(parts), list: listAt(stages), at };
}
