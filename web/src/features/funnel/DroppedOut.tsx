import { Button } from "@mantine/core";
import { useState } from "react";
import type { Funnel, FunnelOptions } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { formatDay } from "@/messages/format";
import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import { Choice } from "./Choice";
import { sayCohort } from "./cohort";
import { type Dropped, edgesOf } from "./dropped";
import classes from "./dropped.module.css";
import funnelClasses from "./funnel.module.css";
import { ListLink } from "./ListLink";
import { plusDays, today } from "./period";
import { sayReason } from "./sentences";
import { DROPPED, type DroppedWhen } from "./search";
import { titleOf } from "./split";
import { useDropped } from "./useDropped";

interface Props {
  funnel: Funnel;
  options: FunnelOptions;
  vocabulary: Vocabulary;
  when: DroppedWhen | undefined;
  choose: (when: DroppedWhen | undefined) => void;
}

/** Reasons that are shown at first. */
const SHOWN = 8;

interface RowProps {
  dropped: Dropped;
  title: string;
  what: (stage: string) => string;
  most?: number;
  vocabulary: Vocabulary;
}

/** How many dropped out, in all and by stage; without what is the most there is no bar. */
function Row({ dropped: { count, list, at }, title, what, most, vocabulary }: RowProps) {
  return (
    <>
      <span className={classes.reason}>{title}</span>
      <span className={classes.track} aria-hidden="true">
        {most !== undefined && <span style={{ width: `${(100 * count) / most}%` }} />}
      </span>
      <ListLink className={classes.count} count={count} list={list} what={what("")} />
      <span className={classes.at}>
        {at.map((one) => {
          const stage = titleOf(vocabulary, one.stage);
          const link = <ListLink count={one.count} list={one.list} what={what(stage)} />;
          return (
            <span key={one.stage}>
              <RichMessage of="funnel.dropped.at" values={{ stage }} parts={{ count: link }} />
            </span>
          );
        })}
      </span>
    </>
  );
}

const whatOf = (reason: string) => (stage: string) =>
  stage ? t("funnel.what.droppedFor", { stage, reason }) : t("funnel.what.droppedAll", { reason });

const whatOfAll = (stage: string) => (stage ? t("funnel.what.dropped", { stage }) : t("funnel.what.droppedEver"));

/** The cohort and the days of the section. */
function whoAndWhen(options: FunnelOptions, vocabulary: Vocabulary, when: DroppedWhen | undefined): string {
  const cohort = sayCohort(options, vocabulary);
  if (!when) return t("funnel.dropped.lead", { cohort });
  const { since, until } = edgesOf(when, options.as_of, today());
  const days = { from: formatDay(plusDays(since, 1), "day"), to: formatDay(until ?? today(), "day") };
  return t("funnel.dropped.between", { cohort, ...days });
}

/** Who dropped out and why, over all stages; each number opens its list. */
export function DroppedOut({ funnel, options, vocabulary, when, choose }: Props) {
  const [isAll, setAll] = useState(false);
  // What was known then is replayed from all history: too much to do for each reason.
  const canChoose = options.basis === undefined;
  const { all, reasons, error, again } = useDropped(funnel, options, canChoose ? when : undefined);
  const most = Math.max(1, ...(reasons ?? []).map(({ count }) => count));
  const shown = isAll ? reasons : reasons?.slice(0, SHOWN);
  const rest = (reasons?.length ?? 0) - SHOWN;
  return (
    <section className={funnelClasses.section} aria-label={t("funnel.dropped")}>
      <header>
        <div>
          <h2>{t("funnel.dropped")}</h2>
          <p className={funnelClasses.lead}>{whoAndWhen(options, vocabulary, canChoose ? when : undefined)}</p>
        </div>
        {canChoose && (
          <Choice
            label={t("funnel.dropped.when")}
            value={when ?? "ever"}
            values={[
              { value: "ever", label: t("funnel.dropped.ever") },
              ...DROPPED.map((value) => ({ value, label: t(`funnel.period.${value}`) })),
            ]}
            choose={(value) => choose(DROPPED.find((known) => known === value))}
          />
        )}
      </header>
      {error && <ErrorState thrown={error} again={again} compact />}
      {!reasons && !error && <CardSkeleton />}
      {reasons?.length === 0 && <p className={funnelClasses.lead}>{t("funnel.dropped.none")}</p>}
      {shown && shown.length > 0 && (
        <ul className={classes.reasons}>
          {all && (
            <li className={classes.all}>
              <Row dropped={all} title={t(`funnel.dropped.${funnel.of}`)} what={whatOfAll} vocabulary={vocabulary} />
            </li>
          )}
          {shown.map((one) => {
            const reason = sayReason(one.reason);
            return (
              <li key={one.reason}>
                <Row dropped={one} title={reason} what={whatOf(reason)} most={most} vocabulary={vocabulary} />
              </li>
            );
          })}
        </ul>
      )}
      {rest > 0 && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setAll(!isAll)}>
          {isAll ? t("funnel.reasons.fewer") : t("funnel.reasons.more", { count: rest })}
        </Button>
      )}
    </section>
  );
}
