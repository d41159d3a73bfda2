import { useState } from "react";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/queries";
import { checkQuery, type VocabularyTried } from "@/api/vocabularies";
import { tryVocabulary } from "@/api/vocabularyJobs";
import type { Vocabulary } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { problemsOf, type TextProblem } from "../problems";
import { useJob } from "../useJob";

/** The result of a preview, and what was compared. */
export interface Outcome {
  tried: VocabularyTried;
  before: Vocabulary | undefined;
  after: Vocabulary;
  text: string;
}

/** Reads a text, or goes to its first problem; undefined if it cannot be read. */
export async function readText(text: string, refused: (first: TextProblem) => void): Promise<Vocabulary | undefined> {
  try {
    return await queries.fetchQuery(checkQuery(text));
  } catch (thrown) {
    const [first] = problemsOf(asProblem(thrown));
    if (first) refused(first);
    else toastProblem(thrown);
    return undefined;
  }
}

/** Previewing a text over all history; the last result stays until the next one, or until it is cleared. */
export function useTrying(vocabularies: Vocabulary[], refused: (first: TextProblem) => void) {
  const job = useJob(tryVocabulary, true);
  const [outcome, setOutcome] = useState<Outcome>();
  async function tryText(text: string) {
    const after = await readText(text, refused);
    if (!after) return;
    const before = vocabularies.find((one) => one.name === after.name);
    const tried = await job.run(text);
    if (tried) setOutcome({ tried, before, after, text });
    if (tried === null) toast({ message: t("try.stopped") });
  }
  return { ...job, outcome, tryText, forget: () => setOutcome(undefined) };
}
