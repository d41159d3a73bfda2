import { undoChange } from "./changes";
import { api, bodyOf } from "./client";
import { jobEnded } from "./importJobs";
import type { RecordsImported } from "./wire";

/** Seconds that the first request waits: most tables are imported by then. */
const WAIT = 1;

/** Imports an uploaded table of records, or says what an import would do. The caller can leave, which stops it. */
export async function importTable(plural: string, upload: string, dryRun: boolean, signal: AbortSignal): Promise<RecordsImported> {
  const params = { path: { plural }, query: { wait: WAIT } };
  const answer = await bodyOf(api.POST("/api/v1/records/{plural}/import", { params, body: { upload, dry_run: dryRun }, signal }));
  if ("rejects" in answer) return answer;
  const result = await jobEnded(answer, signal);
  if ("import_records" in result) return result.import_records;
  throw new TypeError("a job of another kind");
}

/** How to undo an import, if it stored anything. */
export function undoOf({ change_set: set }: RecordsImported): (() => Promise<void>) | undefined {
  return set === null ? undefined : () => undoChange(set);
}
