import { api, bodyOf } from "./client";
import { endOf, type Progress } from "./jobs";
import type { VocabularyTried, VocabularyUsed } from "./schema";

/** A job that reports its progress and can be left. */
export type Work<Result> = (toml: string, report: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>;

/** Seconds that the first request waits: faster jobs show no progress. */
const WAIT = 1;

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
