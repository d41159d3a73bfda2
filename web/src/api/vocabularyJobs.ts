import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { Job, JobResult, VocabularyTried, VocabularyUsed } from "./schema";

/** The progress of a job; `total` is null while it is unknown. */
export interface Progress {
  id: string;
  done: number;
  total: number | null;
}

/** A job that reports its progress and can be left. */
export type Work<Result> = (toml: string, report: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>;

/** Seconds that the first request waits: faster jobs show no progress. */
const WAIT = 1;
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
async function endOf(begun: Job, report: (progress: Progress) => void, signal: AbortSignal): Promise<JobResult | null> {
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

/** Replays all history under a changed vocabulary and returns what would change; null if it was stopped. Nothing is stored. */
export const tryVocabulary: Work<VocabularyTried | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/vocabularies/try", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "try_vocabulary" in result ? result.try_vocabulary : null;
};

/** Activates a vocabulary; null if it was stopped, and then the previous version stays active. */
export const activateVocabulary: Work<VocabularyUsed | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/vocabularies/use", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "use_vocabulary" in result ? result.use_vocabulary : null;
};

/** Stops a job at its next safe place. */
export const stopJob = (id: string) => bodyOf(api.POST("/api/v1/jobs/{id}/stop", { params: { path: { id } } }));
