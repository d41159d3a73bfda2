import type { CSSProperties } from "react";
import type { Funnel } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { ground, ink, stageColour } from "@/parts/stageColour";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { Bar } from "./Bar";
import { ListLink } from "./ListLink";
import classes from "./chart.module.css";
import { Split } from "./Split";
import { Step } from "./Step";
import { titleOf } from "./split";

interface Props {
  funnel: Funnel;
  vocabulary: Vocabulary;
  /** The cohort, in words. */
  cohort: string;
  /** The funnel whose shares are compared. */
  other?: Funnel | undefined;
  /** Badges that explain nothing: stages of a pipeline have no rules. */
  still?: boolean;
}

/**
 * The funnel: a bar for each stage, as long as the number that reached it, in parts by outcome, and between two
 * bars how many moved on. The part that moved on is as long as the next bar, so the chart adds up by itself.
 */
export function FunnelChart({ funnel, vocabulary, cohort, other, still = false }: Props) {
  const { stages } = funnel;
  const most = Math.max(1, stages[0]?.reached ?? 0);
  return (
    <ol className={classes.chart} aria-label={t("funnel.chart", { cohort })}>
      {stages.map((stage, place) => {
        const title = titleOf(vocabulary, stage.stage);
        const next = stages[place + 1];
        const colour = stageColour(vocabulary, stage.stage);
        const colours = { "--stage": ink(colour), "--stage-ground": ground(colour) } as CSSProperties;
        return (
          <li key={stage.stage} className={classes.stage} style={colours}>
            <div className={classes.name}>
              <StageBadge vocabulary={vocabulary} stage={stage.stage} still={still} />
            </div>
            <ListLink
              className={classes.reached}
              count={stage.reached}
              list={stage.lists.reached}
              what={t("funnel.what.reached", { stage: title })}
            />
            <span className={classes.ofAll}>{t("funnel.ofAll", { share: formatShare(stage.reached / most) })}</span>
            <div className={classes.track}>
              <Bar stage={stage} next={next} title={title} most={most} />
            </div>
            <Split stage={stage} next={next} title={title} />
            {next && (
              <Step stage={stage} next={next} title={title} most={most} other={other?.stages.find((one) => one.stage === stage.stage)} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
