import type { CriterionAnswer, Qualification } from "@/api/wire";

/** A question, and the framework that asks it. */
export interface Asked {
  framework: string;
  criterion: CriterionAnswer;
}

/**
 * The questions that are open, each criterion once: first those that a gate needs, the weightiest first, as the server
 * has them; then the rest. With nothing open, all of them are asked again.
 */
export function questionsOf({ frameworks, next }: Qualification): Asked[] {
  const all = frameworks.flatMap(({ name, criteria }) => criteria.map((criterion) => ({ framework: name, criterion })));
  const unknown = all.filter(({ criterion }) => criterion.value === "unknown");
  const missing = new Set(frameworks.filter(({ gate }) => !gate.holds).flatMap(({ gate }) => gate.missing.map((one) => one.criterion)));
  const rank = ({ framework, criterion }: Asked) => [
    Number(criterion.name !== next?.criterion),
    Number(framework !== next?.framework),
    Number(!missing.has(criterion.name)),
    -criterion.weight,
  ];
  const sorted = (unknown.length > 0 ? unknown : all).toSorted((a, b) => {
    const [ranks, others] = [rank(a), rank(b)];
    const place = ranks.findIndex((one, index) => one !== others[index]);
    return place < 0 ? 0 : (ranks[place] ?? 0) - (others[place] ?? 0);
  });
  const seen = new Set<string>();
  return sorted.filter(({ criterion }) => !seen.has(criterion.name) && seen.add(criterion.name));
}
