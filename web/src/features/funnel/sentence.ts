import type { FunnelStage } from "@/api/funnel";
import { t, type MessageKey } from "@/messages/messages";
import { type List, listAt } from "./lists";

/** A number of a sentence, with the list behind it and what it counts. */
export interface Figure {
  count: number;
  list: List;
  what: string;
}

/** A sentence of the catalogue, its texts, and its numbers. */
export interface Sentence {
  of: MessageKey;
  texts: Record<string, string>;
  figures: Record<string, Figure>;
  /** The stage that it is about, if another can be chosen. */
  goal?: string;
  /** What it ends with: the same of the cohort that is compared with. */
  also?: Sentence | undefined;
}

/** All who reached a stage. */
export function reachedFigure(stage: FunnelStage, title: string): Figure {
  return { count: stage.reached, list: listAt(stage.lists.reached), what: t("funnel.what.reached", { stage: title }) };
}
