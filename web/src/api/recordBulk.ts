import { undoChange } from "./changes";
import { api, bodyOf } from "./client";
import { endOf, stopJob } from "./jobs";
import type { RecordFilter, RecordPatch, RecordsEdited } from "./wire";

/** Seconds that the first request waits: most edits are done by then. */
const WAIT = 1;
/** So many change sets are looked through for one that was begun a moment ago. */
const LATEST = 20;

/** What came of editing many records, and how to undo all of it. */
export interface Edited {
  /** Nothing if it was stopped half-way. */
  result: RecordsEdited | null;
  changed: number;
  undo: (() => Promise<void>) | undefined;
}

const never = new AbortController().signal;

/** The bulk edit that was begun since then and did not get to its end. */
async function interruptedSince(begun: string): Promise<Edited> {
  const { items } = await bodyOf(api.GET("/api/v1/changes", { params: { query: { limit: LATEST } } }));
  const set = items.find((one) => one.what === "bulk" && one.state === "interrupted" && Date.parse(one.at) >= Date.parse(begun));
  return { result: null, changed: set?.counts.records ?? 0, undo: set && (() => undoChange(set.id)) };
}

function editedBy(result: RecordsEdited): Edited {
  const { changed, change_set: set } = result;
  return { result, changed, undo: set !== null && changed > 0 ? () => undoChange(set) : undefined };
}

/** Changes all records that a filter fits, as one change set. Stopped, it leaves what is changed by then. */
export async function editRecords(
  plural: string,
  filter: RecordFilter,
  set: RecordPatch,
  report: (progress: { done: number; total: number }) => void,
  stop: AbortSignal,
): Promise<Edited> {
  const params = { path: { plural }, query: { wait: WAIT } };
  const answer = await bodyOf(api.POST("/api/v1/records/{plural}/bulk", { params, body: { filter, set } }));
  if ("refusals" in answer) return editedBy(answer);
  const stopNow = () => void stopJob(answer.id).catch(() => undefined);
  stop.addEventListener("abort", stopNow, { once: true });
  if (stop.aborted) stopNow();
  const result = await endOf(answer, ({ done, total }) => report({ done, total: total ?? 0 }), never);
  return result && "edit_records" in result ? editedBy(result.edit_records) : interruptedSince(answer.started_at);
}
