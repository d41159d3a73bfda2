import { readGroupField } from "./groupField";
import { type Day, isDay, PRESETS, type Preset } from "./period";

/** Since when those count that dropped out; `ever` if it is not given. */
export const DROPPED = ["this_month", "last_month", "last_quarter", "last_12_months"] as const;
export type DroppedWhen = (typeof DROPPED)[number];

/** The search parameters of the funnel. */
export interface FunnelSearch {
  /** Whom it follows: people, unless others are asked for, since a firm and its people reach stages together. */
  of?: "people" | "organizations" | "all" | undefined;
  /** The stage whose first reaching makes the cohort. */
  cohort_stage?: string | undefined;
  /** When it was reached: a stretch that moves with the calendar, or from a day to before another. */
  period?: Preset | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
  as_of?: Day | undefined;
  basis?: "recorded" | undefined;
  /** The field to group by: a shared one, `more.FIELD`, or one of the account. */
  by?: string | undefined;
  groups?: "all" | undefined;
  /** The cohort to compare with. */
  with?: "previous" | "last_year" | "custom" | undefined;
  with_from?: Day | undefined;
  with_to?: Day | undefined;
  dropped?: DroppedWhen | undefined;
  /** The stage that the first sentence is about; the last if it is not given. */
  goal?: string | undefined;
}

const one = <Value extends string>(values: readonly Value[], value: unknown) => values.find((known) => known === value);
const name = (value: unknown) => (typeof value === "string" ? value : undefined);
const day = (value: unknown) => (isDay(value) ? value : undefined);

/** Reads the address. Invalid values become undefined, or else the router would keep them. */
export function readSearch(search: Record<string, unknown>): FunnelSearch {
  const period = one(PRESETS, search.period);
  return {
    of: one(["people", "organizations", "all"], search.of),
    cohort_stage: name(search.cohort_stage),
    period,
    from: period ? undefined : day(search.from),
    to: period ? undefined : day(search.to),
    as_of: day(search.as_of),
    basis: one(["recorded"], search.basis),
    by: readGroupField(search.by),
    groups: one(["all"], search.groups),
    with: one(["previous", "last_year", "custom"], search.with),
    with_from: day(search.with_from),
    with_to: day(search.with_to),
    dropped: one(DROPPED, search.dropped),
    goal: name(search.goal),
  };
}
