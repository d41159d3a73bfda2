import type { Problem } from "@/api/problem";

/** A problem in a text, and its place, from 1. */
export interface TextProblem {
  line: number;
  column: number;
  message: string;
}

const PLACED = /^line (\d+), column (\d+): (.+)$/s;

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The problems in an error, each at its place; one without a place is at the beginning. */
export function problemsOf(refusal: Problem): TextProblem[] {
  return refusal.mistakes.map(({ detail }) => {
    const [, line = "1", column = "1", message = detail] = PLACED.exec(detail) ?? [];
    return { line: Number(line), column: Number(column), message: capitalized(message) };
  });
}
