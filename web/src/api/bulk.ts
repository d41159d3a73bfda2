import { undoChange } from "./changes";
import { api, bodyOf } from "./client";
import { endOf, stopJob } from "./jobs";
import type { Job } from "./wire";
import type { ChangeSet } from "./schema";

/** Seconds that the first request waits: most edits are done by then. */
export const WAIT = 1;
/** So many change sets are looked through for one that was begun a moment ago. */
const LATEST = 20;

/** What came of editing many rows, and how to undo all of it. */
export interface Edited<Result> {
  /** Nothing if it was stopped half-way. */
  result: Result | null;
  changed: number;
  undo: (() => Promise<void>) | undefined;
}

const never = new AbortController().signal;

/** The end of an edit that is still running: nothing if it was stopped, as it is once this is. */
export async function endOfEdit(begun: Job, report: (progress: { done: number; total: number }) => void, stop: AbortSignal) {
  const stopNow = () => void stopJob(begun.id).catch(() => undefined);
  stop.addEventListener("abort", stopNow, { once: true });
  if (stop.aborted) stopNow();
  return endOf(begun, ({ done, total }) => report({ done, total: total ?? 0 }), never);
}

/** The change set of many changes that was begun since then and did not get to its end. */
export async function interruptedSet(begun: string, what: ChangeSet["what"]): Promise<ChangeSet | undefined> {
  const { items } = await bodyOf(api.GET("/api/v1/changes", { params: { query: { limit: LATEST } } }));
  return items.find((one) => one.what === what && one.state === "interrupted" && Date.parse(one.at) >= Date.parse(begun));
}

/** The bulk edit that was begun since then and did not get to its end. */
export async function interruptedSince(begun: string, changedIn: (counts: ChangeSet["counts"]) => number): Promise<Edited<never>> {
  const set = await interruptedSet(begun, "bulk");
  return { result: null, changed: set ? changedIn(set.counts) : 0, undo: set && (() => undoChange(set.id)) };
}

/** What came of an edit that got to its end. */
export function edited<Result extends { change_set: string | null }>(result: Result, changed: number): Edited<Result> {
  const set = result.change_set;
  return { result, changed, undo: set !== null && changed > 0 ? () => undoChange(set) : undefined };
}
