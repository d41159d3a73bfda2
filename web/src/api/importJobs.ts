import { api, bodyOf } from "./client";
import { stopJob } from "./jobs";
import { Problem } from "./problem";
import type { Job, JobResult } from "./wire";

const PAUSE_MS = 300;

function pause(signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, PAUSE_MS);
    signal?.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

/** The result of a job, once it has ended. If the caller leaves before, the job is stopped. */
export async function jobEnded(begun: Job, signal?: AbortSignal, report?: (job: Job) => void): Promise<JobResult> {
  report?.(begun);
  for (;;) {
    await pause(signal);
    if (signal?.aborted) {
      void stopJob(begun.id).catch(() => undefined);
      throw new DOMException("left", "AbortError");
    }
    const { job, result, problem } = await bodyOf(api.GET("/api/v1/jobs/{id}", { params: { path: { id: begun.id } } }));
    report?.(job);
    if (problem) throw new Problem(problem);
    if (result) return result;
  }
}
