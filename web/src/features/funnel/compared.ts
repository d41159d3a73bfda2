import type { Funnel, FunnelStage } from "@/api/funnel";
import { formatShare } from "@/messages/format";
import { t, type MessageKey } from "@/messages/messages";
import { filterAt, listOfAny } from "./lists";
import { type Figure, reachedFigure, type Sentence } from "./sentence";
import type { FunnelSearch } from "./search";
import { droppedOf, shareOf } from "./split";

/** Another cohort, and which days it is of. */
export interface Compared {
  funnel: Funnel;
  by: NonNullable<FunnelSearch["with"]>;
}

type TitleOf = (stage: FunnelStage) => string;

const whenOf = ({ by }: Compared) => t(`funnel.summary.when.${by}`);

/** The difference between the shares of both cohorts, in words. */
function difference(other: number, own: number): string {
  const points = Math.round((own - other) * 1000) / 10;
  if (points === 0) return t("funnel.summary.points.none");
  return t(points > 0 ? "funnel.summary.points.more" : "funnel.summary.points.fewer", { count: Math.abs(points) });
}

const clause = (of: MessageKey, texts: Sentence["texts"], figures: Sentence["figures"] = {}): Sentence => ({ of, texts, figures });

/** How many of the other cohort went from one stage to another, against the share of this one. */
export function alsoThrough(own: [FunnelStage, FunnelStage], compared: Compared, title: TitleOf, how: "came" | "went"): Sentence | undefined {
  const [begin, end] = own.map(({ stage }) => compared.funnel.stages.find((one) => one.stage === stage));
  if (!begin || !end) return undefined;
  const when = whenOf(compared);
  const share = shareOf(end.reached, begin.reached);
  if (share === null) return clause("funnel.summary.also.nobody", { when, stage: title(begin) });
  const texts = { when, share: formatShare(share), points: difference(share, shareOf(own[1].reached, own[0].reached) ?? 0) };
  const figures = { on: reachedFigure(end, title(end)), count: reachedFigure(begin, title(begin)) };
  return clause(`funnel.summary.also.${how}`, texts, figures);
}

/** How many of the other cohort did the same. */
function alsoDid(compared: Compared, did: Figure): Sentence {
  const when = whenOf(compared);
  return did.count > 0 ? clause("funnel.summary.also.did", { when }, { count: did }) : clause("funnel.summary.also.neither", { when });
}

/** How many of the other cohort reached the first stage. */
export function alsoReached(own: FunnelStage, compared: Compared, title: TitleOf): Sentence | undefined {
  const same = compared.funnel.stages.find(({ stage }) => stage === own.stage);
  if (!same) return undefined;
  if (own.reached > 0 && same.reached === 0) {
    return clause("funnel.summary.also.nobody", { when: whenOf(compared), stage: title(same) });
  }
  return alsoDid(compared, reachedFigure(same, title(same)));
}

const isEmpty = ({ stages }: Funnel) => (stages[0]?.reached ?? 0) === 0;

/** How many of the other cohort stopped on the way, where no one of this one did; an empty cohort is in the first sentence. */
export function alsoStopped(compared: Compared): Sentence | undefined {
  const { stages, of } = compared.funnel;
  if (isEmpty(compared.funnel)) return undefined;
  const stopped = stages.slice(0, -1).filter(({ furthest }) => furthest > 0);
  return alsoDid(compared, {
    count: stopped.reduce((sum, { furthest }) => sum + furthest, 0),
    list: listOfAny(stopped.map(({ lists }) => filterAt(lists.furthest)), of),
    what: t("funnel.what.stopped"),
  });
}

/** Everyone of a cohort who dropped out. */
export function droppedFigure({ stages, of }: Funnel): Figure {
  const out = stages.filter((stage) => droppedOf(stage) > 0);
  return {
    count: out.reduce((sum, stage) => sum + droppedOf(stage), 0),
    list: listOfAny(out.map(({ lists }) => filterAt(lists.dropped)), of),
    what: t("funnel.what.droppedEver"),
  };
}

/** Which share of each cohort dropped out. */
export function alsoDropped(own: Funnel, compared: Compared): Sentence | undefined {
  if (isEmpty(compared.funnel)) return undefined;
  const [ours, theirs] = [droppedFigure(own), droppedFigure(compared.funnel)];
  if (ours.count === 0) return alsoDid(compared, theirs);
  const share = theirs.count / (compared.funnel.stages[0]?.reached ?? 1);
  const ownShare = ours.count / Math.max(1, own.stages[0]?.reached ?? 1);
  const texts = { when: whenOf(compared), own: formatShare(ownShare), share: formatShare(share), points: difference(share, ownShare) };
  return clause("funnel.summary.also.dropped", texts, { count: theirs });
}
