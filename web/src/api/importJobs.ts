import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { Job, JobResult } from "./wire";

const PAUSE_MS = 300;

function pause(signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, PAUSE_MS);
    signal?.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

/** Asks long work to stop. */
const stopJob = (id: string): Promise<Job> => bodyOf(api.POST("/api/v1/jobs/{id}/stop", { params: { path: { id } } }));

/** What came of long work, once it has ended. Left before its end, it is asked to stop. */
export async function jobEnded(begun: Job, signal?: AbortSignal, told?: (job: Job) => void): Promise<JobResult> {
  told?.(begun);
  for (;;) {
    await pause(signal);
    if (signal?.aborted) {
      void stopJob(begun.id).catch(() => undefined);
      throw new DOMException("left", "AbortError");
    }
    const { job, result, problem } = await bodyOf(api.GET("/api/v1/jobs/{id}", { params: { path: { id: begun.id } } }));
    told?.(job);
    if (problem) throw new Problem(problem);
    if (result) return result;
  }
}
