import { useCallback, useEffect, useRef, useState } from "react";
import { type Progress, stopJob } from "@/api/jobs";
import type { Work } from "@/api/vocabularyJobs";
import { toastProblem } from "@/shell/toast";

interface State<Result> {
  isRunning: boolean;
  progress?: Progress | undefined;
  result?: Result | undefined;
  /** The text that the result is about. */
  of?: string | undefined;
}

const wasLeft = (thrown: unknown) => thrown instanceof Error && thrown.name === "AbortError";

/** A job with its progress and stop. It keeps running when the page is left, unless `stopsWhenLeft`. */
export function useJob<Result>(work: Work<Result>, stopsWhenLeft: boolean) {
  const [state, setState] = useState<State<Result>>({ isRunning: false });
  const leaving = useRef<AbortController>(undefined);
  const running = useRef<string>(undefined);

  useEffect(
    () => () => {
      leaving.current?.abort();
      if (stopsWhenLeft && running.current) void stopJob(running.current).catch(() => undefined);
    },
    [stopsWhenLeft],
  );

  const run = useCallback(
    async (toml: string): Promise<Result | undefined> => {
      leaving.current?.abort();
      leaving.current = new AbortController();
      setState((before) => ({ ...before, isRunning: true, progress: undefined }));
      const report = (progress: Progress) => {
        running.current = progress.id;
        setState((before) => ({ ...before, progress }));
      };
      try {
        const result = await work(toml, report, leaving.current.signal);
        setState({ isRunning: false, result, of: toml });
        return result;
      } catch (thrown) {
        if (wasLeft(thrown)) return undefined;
        setState((before) => ({ ...before, isRunning: false, progress: undefined }));
        toastProblem(thrown);
        return undefined;
      } finally {
        running.current = undefined;
      }
    },
    [work],
  );

  const stop = useCallback(() => {
    if (running.current) void stopJob(running.current).catch(toastProblem);
  }, []);

  return { ...state, run, stop };
}
