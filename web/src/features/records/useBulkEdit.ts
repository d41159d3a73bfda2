import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { type Edited, editRecords } from "@/api/recordBulk";
import type { RecordFilter, RecordPatch, RecordsEdited, RecordType } from "@/api/wire";
import type { Progress } from "@/parts/table/useRun";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";

/** Says what an edit came to, and offers to undo all of it. */
function tell(of: RecordType, { result, changed, undo }: Edited, again: () => Promise<unknown>) {
  const title = (changed === 1 ? of.title : of.plural_title).toLowerCase();
  const message = t(result ? "records.bulk.changed" : "records.bulk.stopped", { number: changed, title });
  toast({ message, ...(undo && { undo: () => undo().finally(again) }) });
}

/** One edit of many records: how far it has come, what is wrong with it, and what was refused. */
export function useBulkEdit(of: RecordType, filter: RecordFilter, done: () => void) {
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<Problem>();
  const [refused, setRefused] = useState<RecordsEdited>();
  const stopping = useRef(new AbortController());
  const again = () => queries.invalidateQueries({ queryKey: keys.records(of.plural) });
  async function edit(set: RecordPatch) {
    stopping.current = new AbortController();
    setBusy(true);
    setProblem(undefined);
    try {
      const edited = await editRecords(of.plural, filter, set, setProgress, stopping.current.signal);
      tell(of, edited, again);
      if (edited.result && edited.result.refused > 0) setRefused(edited.result);
      else done();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
    setProgress(undefined);
    void again();
  }
  return { busy, progress, problem, refused, edit, stop: () => stopping.current.abort() };
}
