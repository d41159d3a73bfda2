import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { checkQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { problemsOf, type TextProblem } from "../problems";

const TYPING_MS = 250;

/** The result of the last check. */
export interface Check {
  /** The vocabulary in the text; undefined if it is not valid. */
  vocabulary: Vocabulary | undefined;
  problems: TextProblem[];
  /** Why it could not be checked at all. */
  failed: Error | undefined;
  /** The vocabulary when the text was last valid. */
  good: Vocabulary | undefined;
}

interface Answered extends Check {
  /** The response that it was built from. */
  of: Vocabulary | Error | undefined;
}

const UNKNOWN: Answered = { vocabulary: undefined, problems: [], failed: undefined, good: undefined, of: undefined };

function checkOf(answer: Vocabulary | Error, before: Check): Answered {
  if (!(answer instanceof Error)) return { ...UNKNOWN, vocabulary: answer, good: answer, of: answer };
  const problems = problemsOf(asProblem(answer));
  return { ...UNKNOWN, problems, failed: problems.length === 0 ? answer : undefined, good: before.good, of: answer };
}

/** Whether a text is valid, checked after each pause in typing; the last result stays until the next one. */
export function useCheck(text: string): Check {
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data, error } = useQuery(checkQuery(asked));
  const [check, setCheck] = useState(UNKNOWN);
  const answer = data ?? error;
  if (answer && answer !== check.of) setCheck(checkOf(answer, check));
  return check;
}
