import type { DealStage, Pipeline } from "@/api/pipelines";

/** Nothing is too short to be seen. */
const LEAST = 1;

/** The periods of a deal with their shares of the strip: as many as they have days. */
export const stripOf = (stages: DealStage[]) => stages.map((period) => ({ period, share: Math.max(LEAST, period.days ?? LEAST) }));

/** The place of the colour of a period: that of its stage on the way to won; a lost deal has that of the first. */
export function colourPlace(pipeline: Pipeline | undefined, { stage, pipeline: of }: DealStage): number {
  if (!pipeline || pipeline.name !== of || stage === "lost") return 0;
  return Math.max(0, pipeline.stages.findIndex((one) => one.name === stage));
}
