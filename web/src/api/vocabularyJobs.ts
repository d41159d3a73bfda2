import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { Job, JobResult, VocabularyTried, VocabularyUsed } from "./schema";

/** How far long work is; `total` is null while that is not known. */
export interface Progress {
  id: string;
  done: number;
  total: number | null;
}

/** Long work that is told how it goes and can be left. */
export type Work<Result> = (toml: string, told: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>;

/** Seconds that the first request waits: what is quicker shows no progress. */
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
async function endOf(begun: Job, told: (progress: Progress) => void, signal: AbortSignal): Promise<JobResult | null> {
  const params = { path: { id: begun.id } };
  for (;;) {
    const { job, result, problem } = await bodyOf(api.GET("/api/v1/jobs/{id}", { params, signal }));
    if (job.state === "stopped") return null;
    if (problem) throw new Problem(problem);
    if (result) return result;
    told({ id: job.id, done: job.done, total: job.total });
    await pause(signal);
  }
}

/** Replays all history under a changed vocabulary and tells what would change; null if it was stopped. Nothing is stored. */
export const tryVocabulary: Work<VocabularyTried | null> = async (toml, told, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/vocabularies/try", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, told, signal);
  return result && "try_vocabulary" in result ? result.try_vocabulary : null;
};

/** Puts a vocabulary to use; null if it was stopped, and then the version before stays in use. */
export const putToUse: Work<VocabularyUsed | null> = async (toml, told, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/vocabularies/use", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, told, signal);
  return result && "use_vocabulary" in result ? result.use_vocabulary : null;
};

/** Asks long work to stop at its next safe place. */
export const stopJob = (id: string) => bodyOf(api.POST("/api/v1/jobs/{id}/stop", { params: { path: { id } } }));
