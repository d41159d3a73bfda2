import type { FunnelOptions } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { before, type Day, presetWindow, type Window, yearBefore } from "./period";
import type { FunnelSearch } from "./search";

/** The request of an address: a funnel, and perhaps another to compare it with. */
export interface Asked {
  main: FunnelOptions;
  other?: FunnelOptions | undefined;
}

/** Which days make the cohort. */
export function windowOf({ period, from, to }: FunnelSearch, now: Day): Window {
  return period ? presetWindow(period, now) : { from, to };
}

function otherWindow(search: FunnelSearch, now: Day): Window | undefined {
  const window = windowOf(search, now);
  if (search.with === "previous") return before(window, search.period, now);
  if (search.with === "last_year") return yearBefore(window, now);
  if (search.with === "custom") return { from: search.with_from, to: search.with_to };
  return undefined;
}

/** Whether a range ends before it begins. */
export const isTurned = ({ from, to }: Window) => from !== undefined && to !== undefined && to <= from;

/** The requests of an address; a stage that the vocabulary does not have is not asked for. */
export function askedOf(search: FunnelSearch, vocabulary: Vocabulary, now: Day): Asked {
  const { of, as_of, basis } = search;
  const stage = vocabulary.stages.find(({ name }) => name === search.cohort_stage)?.name;
  const common: FunnelOptions = {
    vocabulary: vocabulary.name,
    ...(of !== "all" && { of: of ?? "people" }),
    ...(as_of && { as_of }),
    ...(basis && { basis }),
    ...(stage && { cohort_stage: stage }),
  };
  const within = ({ from, to }: Window): FunnelOptions => ({ ...common, ...(from && { from }), ...(to && { to }) });
  const other = otherWindow(search, now);
  return { main: within(windowOf(search, now)), other: other && within(other) };
}

/** The same address with fixed dates, so that everyone who opens it sees the same funnel. */
export function fixed(search: FunnelSearch, vocabulary: string, now: Day): FunnelSearch & { vocabulary: string } {
  const other = otherWindow(search, now);
  return {
    ...search,
    vocabulary,
    ...windowOf(search, now),
    period: undefined,
    with: other && "custom",
    with_from: other?.from,
    with_to: other?.to,
  };
}
