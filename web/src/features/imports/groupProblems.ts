import type { RowProblem } from "@/api/wire";

export interface ProblemGroup {
  column: string | null;
  /** What is wrong, without the values of a single row. */
  reason: string;
  problems: RowProblem[];
}

/** The reason without values and numbers of the row, so that the same problem is one kind. */
function general({ reason, value }: RowProblem): string {
  const bare = value === "" ? reason : reason.replaceAll(value, "…");
  return bare.replace(/`[^`]*`|“[^”]*”|\d+/g, "…");
}

/** Problems by kind, the most frequent first; each kind with the text of its first row if all agree. */
export function groupProblems(problems: RowProblem[]): ProblemGroup[] {
  const groups = new Map<string, RowProblem[]>();
  for (const one of problems) {
    const key = JSON.stringify([one.column, general(one)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const all = [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    const isOneReason = some.every((one) => one.reason === first.reason);
    return { column: first.column, reason: isOneReason ? first.reason : general(first), problems: some };
  });
  return all.sort((one, other) => other.problems.length - one.problems.length);
}
