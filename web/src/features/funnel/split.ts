import type { FunnelStage } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";

/** The outcomes of those who reached a stage: each of them is in exactly one part. */
export const PARTS = ["on", "skipped", "here", "back", "dropped"] as const;
export type Part = (typeof PARTS)[number];

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

export const droppedOf = (stage: FunnelStage) => sum(Object.values(stage.dropped));

/** How many are in each part; those who skipped the stage are in a later one, so they moved on. */
export function partsOf(stage: FunnelStage, next: FunnelStage | undefined): Record<Part, number> {
  return {
    on: (next?.reached ?? 0) - stage.skipped,
    skipped: stage.skipped,
    here: stage.here,
    back: stage.back,
    dropped: droppedOf(stage),
  };
}

export const titleOf = (vocabulary: Vocabulary, stage: string | undefined) =>
  vocabulary.stages.find((one) => one.name === stage)?.title ?? stage ?? "";

/** The share of one number in another; none of nothing. */
export const shareOf = (count: number, of: number) => (of > 0 ? count / of : null);

/** Everyone who dropped out, by reason and stage, the most frequent reason first. */
export function reasonsOf(stages: FunnelStage[]): { reason: string; count: number; at: FunnelStage[] }[] {
  const reasons = [...new Set(stages.flatMap((stage) => Object.keys(stage.dropped)))];
  return reasons
    .map((reason) => {
      const at = stages.filter((stage) => (stage.dropped[reason] ?? 0) > 0);
      return { reason, count: sum(at.map((stage) => stage.dropped[reason] ?? 0)), at };
    })
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));
}
