import { type Edited, edited, endOfEdit, interruptedSince, WAIT } from "./bulk";
import { api, bodyOf } from "./client";
import type { RecordFilter, RecordPatch, RecordsEdited } from "./wire";

/** Changes all records that a filter fits, as one change set. Stopped, it leaves what is changed by then. */
export async function editRecords(
  plural: string,
  filter: RecordFilter,
  set: RecordPatch,
  report: (progress: { done: number; total: number }) => void,
  stop: AbortSignal,
): Promise<Edited<RecordsEdited>> {
  const params = { path: { plural }, query: { wait: WAIT } };
  const answer = await bodyOf(api.POST("/api/v1/records/{plural}/bulk", { params, body: { filter, set } }));
  if ("refusals" in answer) return edited(answer, answer.changed);
  const result = await endOfEdit(answer, report, stop);
  return result && "edit_records" in result
    ? edited(result.edit_records, result.edit_records.changed)
    : interruptedSince(answer.started_at, (counts) => counts.records);
}
