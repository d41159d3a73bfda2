import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { checkQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { problemsOf, type TextProblem } from "../problems";

const TYPING_MS = 250;

/** What the last check came to. */
export interface Check {
  /** The vocabulary as the text reads; undefined if it is not in order. */
  vocabulary: Vocabulary | undefined;
  problems: TextProblem[];
  /** Why it could not be checked at all. */
  failed: Error | undefined;
  /** The vocabulary as it read when it was in order last. */
  good: Vocabulary | undefined;
}

interface Answered extends Check {
  /** The answer that it was made of. */
  of: Vocabulary | Error | undefined;
}

const UNKNOWN: Answered = { vocabulary: undefined, problems: [], failed: undefined, good: undefined, of: undefined };

function checkOf(answer: Vocabulary | Error, before: Check): Answered {
  if (!(answer instanceof Error)) return { ...UNKNOWN, vocabulary: answer, good: answer, of: answer };
  const problems = problemsOf(asProblem(answer));
  return { ...UNKNOWN, problems, failed: problems.length === 0 ? answer : undefined, good: before.good, of: answer };
}

/** Whether a text is in order, asked after each pause in the typing; the last answer stays until the next is here. */
export function useCheck(text: string): Check {
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data, error } = useQuery(checkQuery(asked));
  const [check, setCheck] = useState(UNKNOWN);
  const answer = data ?? error;
  if (answer && answer !== check.of) setCheck(checkOf(answer, check));
  return check;
}
