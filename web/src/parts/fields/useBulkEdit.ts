import "./messages";
import { useRef, useState } from "react";
import type { Edited } from "@/api/bulk";
import { asProblem, type Problem } from "@/api/problem";
import type { Progress } from "../table/useRun";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";

interface Options<Result> {
  /** What so many rows are called. */
  noun: (count: number) => string;
  /** Loads again what an edit or its undo has changed. */
  again: () => Promise<unknown>;
  /** Called at the end, with nothing if it was stopped. */
  done: (result: Result | null) => void;
}

type Action<Result> = (report: (progress: Progress) => void, stop: AbortSignal) => Promise<Edited<Result>>;

/** One edit of many rows: how far it has come, and what is wrong with it. At its end, all of it can be undone. */
export function useBulkEdit<Result>({ noun, again, done }: Options<Result>) {
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<Problem>();
  const stopping = useRef(new AbortController());
  async function run(action: Action<Result>) {
    stopping.current = new AbortController();
    setBusy(true);
    setProblem(undefined);
    try {
      const { result, changed, undo } = await action(setProgress, stopping.current.signal);
      const message = t(result ? "bulk.changed" : "bulk.stopped", { number: changed, title: noun(changed) });
      toast({ message, ...(undo && { undo: () => undo().finally(again) }) });
      done(result);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
    setProgress(undefined);
    void again();
  }
  return { busy, progress, problem, run, stop: () => stopping.current.abort() };
}
