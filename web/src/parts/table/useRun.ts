import { useRef, useState } from "react";
import { toastProblem } from "@/shell/toast";

/** How far something has come that is done with many rows. */
export interface Progress {
  done: number;
  total: number;
}

/** Something that is done with many rows: it says how far it has come, and ends early when it is stopped. */
type Action = (report: (progress: Progress) => void, stop: AbortSignal) => Promise<void>;

export interface Run {
  progress: Progress | undefined;
  /** Does something and then calls `done`, or says why it did not work; in any case `after` follows. */
  run: (action: Action) => Promise<void>;
  stop: () => void;
}

/** Actions on the selected rows, one at a time. */
export function useRun(done: () => void, after: () => void): Run {
  const [progress, setProgress] = useState<Progress>();
  const stopping = useRef(new AbortController());
  async function run(action: Action) {
    stopping.current = new AbortController();
    setProgress({ done: 0, total: 0 });
    try {
      await action(setProgress, stopping.current.signal);
      done();
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setProgress(undefined);
      after();
    }
  }
  return { progress, run, stop: () => stopping.current.abort() };
}
