import type { Funnel, FunnelStage } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { formatShare } from "@/messages/format";
import { plain } from "@/parts/evidence/titles";
import { t, tMaybe } from "@/messages/messages";
import { alsoDropped, alsoReached, alsoStopped, alsoThrough, type Compared, droppedFigure } from "./compared";
import { filterAt, listAt, listOfAny } from "./lists";
import { type Figure, reachedFigure as reached, type Sentence } from "./sentence";
import { reasonsOf, titleOf } from "./split";
import { sayDays } from "./time";

const NOT_STATED = "not_stated";
const bare = (of: Sentence["of"], also: Sentence | undefined): Sentence => ({ of, texts: {}, figures: {}, also });

/** A reason in words; custom ones are shown as written. */
export const sayReason = (reason: string) => tMaybe(`funnel.reason.${reason}`, plain(reason));

/** The time within which half of those who moved on did, as far as their times are known. */
function half({ median_days, timed }: FunnelStage, next: FunnelStage): string {
  if (median_days === null || timed === 0) return t("funnel.summary.half.unknown");
  const among = timed < next.reached ? t("funnel.summary.half.timed", { count: timed }) : t("funnel.summary.half.all");
  return median_days === 0
    ? t("funnel.summary.half.once", { among })
    : t("funnel.summary.half", { among, time: sayDays(median_days) });
}

type TitleOf = (stage: FunnelStage) => string;

/** How many reached the last stage, or the chosen one. */
function through(stages: FunnelStage[], [begin, end]: [FunnelStage, FunnelStage], title: TitleOf, compared?: Compared): Sentence {
  const texts = {
    first: title(begin),
    last: title(end),
    share: formatShare(end.reached / begin.reached),
    half: stages.indexOf(end) === 1 && end.reached > 0 ? half(begin, end) : "",
  };
  const figures = { count: reached(begin, texts.first), reached: reached(end, texts.last) };
  if (stages.length === 1) return { of: "funnel.summary.end", texts, figures, also: compared && alsoReached(begin, compared, title) };
  const goal = stages.length > 2 ? { goal: end.stage } : {};
  const more = { ...goal, also: compared && alsoThrough([begin, end], compared, title, "came") };
  if (end.reached === 0) return { of: "funnel.summary.none", texts, figures, ...more };
  return { of: end.reached === begin.reached ? "funnel.summary.all" : "funnel.summary.some", texts, figures, ...more };
}

/** Where most stop; with two stages the first sentence has it. */
function stop(stages: FunnelStage[], title: TitleOf, compared?: Compared): Sentence | undefined {
  if (stages.length < 3) return undefined;
  const worst = stages.slice(0, -1).reduce((most, one) => (one.furthest > most.furthest ? one : most));
  const next = stages[stages.indexOf(worst) + 1];
  if (worst.furthest === 0 || !next) return bare("funnel.summary.nobodyStopped", compared && alsoStopped(compared));
  const texts = {
    stage: title(worst),
    next: title(next),
    share: formatShare(worst.conversion ?? 0),
    half: next.reached > 0 ? half(worst, next) : "",
  };
  const what = t("funnel.what.furthest", { stage: texts.stage });
  const off = { count: worst.furthest, list: listAt(worst.lists.furthest), what };
  const figures = { count: reached(worst, texts.stage), on: reached(next, texts.next), off };
  const also = compared && alsoThrough([worst, next], compared, title, "went");
  return { of: next.reached === 0 ? "funnel.summary.stopAll" : "funnel.summary.stop", texts, figures, also };
}

/** How many dropped out, and the most common reason. */
function dropped(funnel: Funnel, compared?: Compared): Sentence {
  const { stages, of } = funnel;
  const also = compared && alsoDropped(funnel, compared);
  const [top] = reasonsOf(stages);
  if (!top) return bare("funnel.summary.dropped.none", also);
  const most: Figure = {
    count: top.count,
    list: listOfAny(top.at.map((stage) => filterAt(stage.dropped_lists[top.reason])), of),
    what: t("funnel.what.droppedAll", { reason: sayReason(top.reason) }),
  };
  const key = top.reason === NOT_STATED ? "funnel.summary.dropped.unstated" : "funnel.summary.dropped";
  return { of: key, texts: { reason: sayReason(top.reason) }, figures: { dropped: droppedFigure(funnel), top: most }, also };
}

/**
 * What the numbers of a funnel say, in one to three sentences, each also of the cohort that is compared with. The first is
 * about the goal, the last stage if none is given.
 */
export function sentences(funnel: Funnel, vocabulary: Vocabulary, goal?: string, compared?: Compared): Sentence[] {
  const title: TitleOf = ({ stage }) => titleOf(vocabulary, stage);
  const { stages } = funnel;
  const first = stages[0];
  const last = stages.slice(1).find(({ stage }) => stage === goal) ?? stages.at(-1);
  if (!first || !last) return [];
  if (first.reached === 0) {
    const also = compared && alsoReached(first, compared, title);
    return [{ of: "funnel.summary.nobody", texts: { first: title(first) }, figures: {}, also }];
  }
  const all = [through(stages, [first, last], title, compared), stop(stages, title, compared), dropped(funnel, compared)];
  return all.filter((one) => one !== undefined);
}
