import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FrameworkChecked, frameworkCheckQuery } from "@/api/frameworks";
import { asProblem } from "@/api/problem";
import { problemsOf, type TextProblem } from "../vocabularies/problems";

const TYPING_MS = 250;
const NONE: TextProblem[] = [];

/** Whether a text is a framework, checked after each pause in typing. */
export function useFrameworkCheck(text: string): { framework: FrameworkChecked | undefined; problems: TextProblem[] } {
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data, error } = useQuery(frameworkCheckQuery(asked));
  const problems = useMemo(() => (error ? problemsOf(asProblem(error)) : NONE), [error]);
  return { framework: data, problems };
}
