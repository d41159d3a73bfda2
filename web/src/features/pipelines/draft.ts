import type { Pipeline } from "@/api/pipelines";
import type { Vocabulary } from "@/api/wire";

/** The address of a pipeline that is not there yet: no pipeline can have this name. */
export const NEW = "-";

/** The text that a new pipeline begins with. */
export const BEGUN = `name = "renewals"
title = "Renewals"
description = ""
lost_reasons = ["Price", "No longer needed"]

# Tasks that begin when a deal is won.
[[checklist]]
title = "Confirm what was agreed"
due_after = 1

[[stages]]
name = "contacted"
title = "Contacted"
probability = 40
rots_after = 30

[[stages]]
name = "offer"
title = "Offer"
probability = 70
rots_after = 30
required = ["amount"]
`;

/** A pipeline as badges draw it. */
export function asVocabulary({ name, version, title, description, stages }: Pipeline): Vocabulary {
  const drawn = stages.map((stage) => ({ name: stage.name, title: stage.title, definition: "", rule: "", goal: "", actions: [] }));
  return { name, version, title, description, toml: "", stages: drawn };
}

/** A problem in the text: where, and what is wrong. */
export interface TextProblem {
  line: number;
  column: number;
  message: string;
}

const PLACED = /^line (\d+), column (\d+): (.*)$/s;

/** The problems that a refusal names, each with its place in the text. */
export function problemsOf(details: string[]): TextProblem[] {
  return details.flatMap((detail) => {
    const [, line, column, message] = PLACED.exec(detail) ?? [];
    return message === undefined ? [] : [{ line: Number(line), column: Number(column), message }];
  });
}

/** Where a place lies in a text, counted in characters from its beginning. */
export function offsetOf(text: string, { line, column }: TextProblem): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}
