import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { Job, JobResult } from "./wire";

/** The progress of a job; `total` is null while it is unknown. */
export interface Progress {
  id: string;
  done: number;
  total: number | null;
}

const ASK_AGAIN_MS = 300;

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((done, left) => {
    const timer = setTimeout(done, ASK_AGAIN_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      left(new DOMException("left", "AbortError"));
    });
  });
}

/** Waits for the end of a job; null if it was stopped. */
export async function endOf(begun: Job, report: (progress: Progress) => void, signal: AbortSignal): Promise<JobResult | null> {
  const params = { path: { id: begun.id } };
  for (;;) {
    const { job, result, problem } = await bodyOf(api.GET("/api/v1/jobs/{id}", { params, signal }));
    if (job.state === "stopped") return null;
    if (problem) throw new Problem(problem);
    if (result) return result;
    report({ id: job.id, done: job.done, total: job.total });
    await pause(signal);
  }
}

/** Stops a job at its next safe place. */
export const stopJob = (id: string) => bodyOf(api.POST("/api/v1/jobs/{id}/stop", { params: { path: { id } } }));
