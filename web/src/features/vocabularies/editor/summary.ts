import "../messages";
import type { StageMove, TriedFunnel, TriedStage, VocabularyTried } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { formatList } from "@/messages/format";
import { t } from "@/messages/messages";

/** Moves that are named in the sentence; the others are in the table. */
const NAMED = 3;

/** The title of a stage, or the text for no stage. */
export const titleIn = (vocabulary: Vocabulary | undefined, stage: string | null) =>
  stage === null ? t("stage.none") : (vocabulary?.stages.find((one) => one.name === stage)?.title ?? stage);

const placeIn = (vocabulary: Vocabulary | undefined, stage: string | null) =>
  stage === null ? -1 : (vocabulary?.stages.findIndex((one) => one.name === stage) ?? -1);

/** Whether a move goes back: to a stage that both know and that stands before. */
function isBack(after: Vocabulary | undefined, { from, to }: StageMove): boolean {
  return placeIn(after, from) >= 0 && placeIn(after, to) < placeIn(after, from);
}

const movedIn = (tried: VocabularyTried) => tried.moves.reduce((sum, move) => sum + move.count, 0);

/** Who would move, in a sentence. */
export function movesInWords(tried: VocabularyTried, before: Vocabulary | undefined, after: Vocabulary | undefined): string {
  const count = movedIn(tried);
  if (count === 0) return t("try.nobody");
  const moves = tried.moves.slice(0, NAMED).map((move) => {
    const places = { count: move.count, from: titleIn(before, move.from), to: titleIn(after, move.to) };
    return t(isBack(after, move) ? "try.move.back" : "try.move", places);
  });
  const others = count - tried.moves.slice(0, NAMED).reduce((sum, move) => sum + move.count, 0);
  if (others > 0) moves.push(t("try.move.others", { count: others }));
  return t("try.moved", { count, moves: moves.join(", ") });
}

/** A stage of both funnels; it may be in one of them only. */
export interface FunnelRow {
  stage: string;
  before: TriedStage | undefined;
  after: TriedStage | undefined;
  difference: number;
}

/** Both funnels side by side, in the order of the new one; stages that would be removed come last. */
export function sideBySide(before: TriedFunnel, after: TriedFunnel): FunnelRow[] {
  const names = [...new Set([...after.stages, ...before.stages].map((one) => one.stage))];
  return names.map((stage) => {
    const find = (funnel: TriedFunnel) => funnel.stages.find((one) => one.stage === stage);
    const [was, would] = [find(before), find(after)];
    return { stage, before: was, after: would, difference: (would?.reached ?? 0) - (was?.reached ?? 0) };
  });
}

/** Whether a stage has the same rule in both. */
export function isRuleKept(before: Vocabulary | undefined, after: Vocabulary | undefined, stage: string): boolean {
  const ruleIn = (vocabulary: Vocabulary | undefined) => vocabulary?.stages.find((one) => one.name === stage)?.rule.trim();
  return ruleIn(before) !== undefined && ruleIn(before) === ruleIn(after);
}

/**
 * How many would have reached each stage, in sentences; only for those that differ. A party that reaches a stage counts for
 * those before it too, so a stage can lose some although its rule is unchanged: that gets a sentence as well.
 */
export function funnelInWords(
  rows: FunnelRow[],
  titleOf: (stage: string) => string,
  isKept: (stage: string) => boolean = () => false,
): string {
  const changed = rows.filter((row) => row.difference !== 0);
  if (changed.length === 0) return t("try.funnel.same");
  const sentences = changed.map(({ stage, before, after, difference }) =>
    t(difference < 0 ? "try.funnel.fewer" : "try.funnel.more", {
      stage: titleOf(stage),
      count: Math.abs(difference),
      before: before?.reached ?? 0,
      after: after?.reached ?? 0,
    }),
  );
  const below = changed.filter(({ stage, difference }) => difference < 0 && isKept(stage)).map(({ stage }) => titleOf(stage));
  if (below.length > 0) sentences.push(t("try.funnel.kept", { stages: formatList(below), count: below.length }));
  return sentences.join(" ");
}
