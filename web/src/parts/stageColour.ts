import type { Vocabulary } from "@/api/wire";

/** Every colour a stage may have, from cold to warm; the last two stages are green and rose wherever there is room. */
const ALL = ["slate", "teal", "sky", "plum", "amber", "orange", "green", "rose"] as const;
export type StageColour = (typeof ALL)[number];

const BY_COUNT: Record<number, readonly StageColour[]> = {
  1: ["green"],
  2: ["slate", "green"],
  3: ["slate", "sky", "green"],
  4: ["slate", "sky", "amber", "green"],
  5: ["slate", "sky", "amber", "green", "rose"],
  6: ["slate", "sky", "plum", "amber", "green", "rose"],
  7: ["slate", "sky", "plum", "amber", "orange", "green", "rose"],
};

/** The colour of the stage at a place; the same wherever the stage is drawn. */
export function colourAt(place: number, count: number): StageColour {
  const colours = BY_COUNT[count] ?? ALL;
  return colours[place % colours.length] ?? "slate";
}

/** The colour of a stage by name. */
export function stageColour(vocabulary: Vocabulary | undefined, stage: string | null): StageColour {
  const place = vocabulary?.stages.findIndex((one) => one.name === stage) ?? -1;
  return place < 0 ? "slate" : colourAt(place, vocabulary?.stages.length ?? 0);
}

/** The colour as a value for styles: `ink` for text and strokes, `ground` for what lies behind. */
export const ink = (colour: StageColour) => `var(--stage-${colour})`;
export const ground = (colour: StageColour) => `var(--stage-${colour}-ground)`;
