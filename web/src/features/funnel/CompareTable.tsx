import type { Funnel, FunnelStage } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { formatShare, formatSigned } from "@/messages/format";
import { t } from "@/messages/messages";
import { ListLink } from "./ListLink";
import { Points } from "./Points";
import { shareOf, titleOf } from "./split";
import classes from "./table.module.css";
import { tellDays } from "./time";

interface Props {
  funnel: Funnel;
  other: Funnel;
  vocabulary: Vocabulary;
}

const HEADS = ["reached", "ofAll", "conversion", "median"] as const;

const tellShare = (value: number | null | undefined) => (typeof value === "number" ? formatShare(value) : "");

const timedOf = ({ median_days, timed }: FunnelStage) =>
  median_days === null ? undefined : t("funnel.step.timed", { count: timed });

function daysMore(days: number | null, other: number | null): string {
  return days === null || other === null ? "" : formatSigned(Math.round((days - other) * 10) / 10);
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2}>
          {t("funnel.column.stage")}
        </th>
        {HEADS.map((head) => (
          <th key={head} scope="colgroup" colSpan={head === "reached" ? 2 : 3} className={classes.begins}>
            {t(head === "median" ? "funnel.file.median" : `funnel.column.${head}`)}
          </th>
        ))}
      </tr>
      <tr>
        {HEADS.flatMap((head) =>
          (["compare.first", "compare.second", "difference"] as const)
            .filter((part) => head !== "reached" || part !== "difference")
            .map((part) => (
              <th key={`${head} ${part}`} scope="col" className={part === "compare.first" ? classes.begins : undefined}>
                {t(`funnel.${part}`)}
              </th>
            )),
        )}
      </tr>
    </thead>
  );
}

function Reached({ stage, title }: { stage: FunnelStage | undefined; title: string }) {
  return stage && <ListLink count={stage.reached} list={stage.lists.reached} what={t("funnel.what.reached", { stage: title })} />;
}

interface RowProps {
  stage: FunnelStage;
  same: FunnelStage | undefined;
  /** How many of each cohort reached the first stage. */
  firsts: [number, number];
  vocabulary: Vocabulary;
}

function Row({ stage, same, firsts, vocabulary }: RowProps) {
  const title = titleOf(vocabulary, stage.stage);
  const ofAll = shareOf(stage.reached, firsts[0]);
  const otherOfAll = shareOf(same?.reached ?? 0, firsts[1]);
  return (
    <tr>
      <th scope="row">
        <StageBadge vocabulary={vocabulary} stage={stage.stage} />
      </th>
      <td className={classes.begins}>
        <Reached stage={stage} title={title} />
      </td>
      <td>
        <Reached stage={same} title={title} />
      </td>
      <td className={classes.begins}>{tellShare(ofAll)}</td>
      <td>{tellShare(otherOfAll)}</td>
      <td>
        <Points share={ofAll} other={otherOfAll} />
      </td>
      <td className={classes.begins}>{tellShare(stage.conversion)}</td>
      <td>{tellShare(same?.conversion)}</td>
      <td>
        <Points share={stage.conversion} other={same?.conversion} />
      </td>
      <td className={classes.begins} title={timedOf(stage)}>
        {tellDays(stage.median_days)}
      </td>
      <td title={same && timedOf(same)}>{tellDays(same?.median_days ?? null)}</td>
      <td>
        <bdi>{daysMore(stage.median_days, same?.median_days ?? null)}</bdi>
      </td>
    </tr>
  );
}

/** Two cohorts stage by stage: how many, which share of all, which share went on, how long it took, and the differences. */
export function CompareTable({ funnel, other, vocabulary }: Props) {
  const firsts: [number, number] = [funnel.stages[0]?.reached ?? 0, other.stages[0]?.reached ?? 0];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={t("funnel.compare")}>
      <table className={classes.table}>
        <Head />
        <tbody>
          {funnel.stages.map((stage) => {
            const same = other.stages.find((one) => one.stage === stage.stage);
            return <Row key={stage.stage} stage={stage} same={same} firsts={firsts} vocabulary={vocabulary} />;
          })}
        </tbody>
      </table>
    </div>
  );
}
