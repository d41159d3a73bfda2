import type { FunnelStage } from "@/api/funnel";
import { formatShare } from "@/messages/format";
import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import { Points } from "./Points";
import classes from "./chart.module.css";
import { ListLink } from "./ListLink";
import { sayDays } from "./time";

interface Props {
  stage: FunnelStage;
  next: FunnelStage;
  title: string;
  most: number;
  /** The same stage of the cohort compared with. */
  other: FunnelStage | undefined;
}

/** How long it took to move on. Of shares that took equally long, only the largest is shown. */
function timesOf({ median_days, p75_days, p90_days }: FunnelStage): string[] {
  if (median_days === null) return [];
  const times = [
    { of: "funnel.step.half" as const, days: median_days },
    { of: "funnel.step.p75" as const, days: p75_days || null },
    { of: "funnel.step.p90" as const, days: p90_days || null },
  ].flatMap(({ of, days }) => (days === null ? [] : [{ of, time: days === 0 ? undefined : sayDays(days) }]));
  return times
    .filter(({ time }, place) => time !== times[place + 1]?.time || time === undefined)
    .map(({ of, time }) => (time === undefined ? t("funnel.step.half.once") : t(of, { time })));
}

/** Between two stages: how many moved on and how many did not, and how long it took. */
export function Step({ stage, next, title, most, other }: Props) {
  const [wide, narrow] = [stage.reached, next.reached].map((count) => (100 * count) / most) as [number, number];
  const times = timesOf(stage);
  return (
    <div className={classes.step}>
      <svg className={classes.taper} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <polygon points={`0,0 ${wide},0 ${narrow},100 0,100`} />
      </svg>
      <p className={classes.flow}>
        {stage.conversion !== null && (
          <span className={classes.went}>
            <span className={`${classes.swatch} ${classes.on}`} aria-hidden="true" />
            <RichMessage of="funnel.step.on" parts={{ share: <strong>{formatShare(stage.conversion)}</strong> }} />
            <Points share={stage.conversion} other={other?.conversion} />
          </span>
        )}
        {stage.furthest > 0 && (
          <span>
            <RichMessage
              of="funnel.step.off"
              values={{ count: stage.furthest }}
              parts={{
                count: (
                  <ListLink count={stage.furthest} list={stage.lists.furthest} what={t("funnel.what.furthest", { stage: title })} />
                ),
              }}
            />
          </span>
        )}
        {times.length > 0 && (
          <span className={classes.times} title={t("funnel.step.timed", { count: stage.timed })}>
            {times.join(", ")}
            {stage.timed < next.reached && ` (${t("funnel.step.timed", { count: stage.timed })})`}
          </span>
        )}
      </p>
    </div>
  );
}
