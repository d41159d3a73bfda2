import type { ReactNode } from "react";
import type { Funnel, FunnelStage } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { ListLink } from "./ListLink";
import { droppedOf, shareOf, titleOf } from "./split";
import classes from "./table.module.css";
import { tellDays } from "./time";

interface Props {
  funnel: Funnel;
  vocabulary: Vocabulary;
  cohort: string;
  /** Badges that explain nothing: stages of a pipeline have no rules. */
  still?: boolean;
}

const COUNTS = ["entered", "skipped", "furthest", "here", "back", "dropped", "returned"] as const;
const COLUMNS = ["reached", "ofAll", ...COUNTS, "conversion", "median", "p75", "p90", "timed"] as const;

const countOf = (stage: FunnelStage, number: (typeof COUNTS)[number]) => (number === "dropped" ? droppedOf(stage) : stage[number]);
const share = (value: number | null) => (value === null ? "" : formatShare(value));

function Row({ stage, first, vocabulary, still }: { stage: FunnelStage; first: number; vocabulary: Vocabulary; still: boolean }) {
  const title = titleOf(vocabulary, stage.stage);
  const linked = (number: "reached" | "timed" | (typeof COUNTS)[number], count: number): ReactNode => (
    <ListLink
      count={count}
      list={stage.lists[number]}
      what={t(`funnel.what.${number}`, { stage: title })}
      className={count === 0 ? classes.nil : undefined}
    />
  );
  return (
    <tr>
      <th scope="row">
        <StageBadge vocabulary={vocabulary} stage={stage.stage} still={still} />
      </th>
      <td>{linked("reached", stage.reached)}</td>
      <td>{share(shareOf(stage.reached, first))}</td>
      {COUNTS.map((number) => (
        <td key={number}>{linked(number, countOf(stage, number))}</td>
      ))}
      <td>{share(stage.conversion)}</td>
      <td>{tellDays(stage.median_days)}</td>
      <td>{tellDays(stage.p75_days)}</td>
      <td>{tellDays(stage.p90_days)}</td>
      <td>{linked("timed", stage.timed)}</td>
    </tr>
  );
}

/** Every number of a funnel; each opens its list. */
export function FunnelTable({ funnel, vocabulary, cohort, still = false }: Props) {
  const first = funnel.stages[0]?.reached ?? 0;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={t("funnel.table.of", { cohort })}>
      <table className={classes.table}>
        <caption className={classes.caption}>{cohort}</caption>
        <thead>
          <tr>
            <th scope="col">{t("funnel.column.stage")}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" title={t(`funnel.meaning.${column}`)}>
                {t(column === "median" || column === "p75" || column === "p90" ? `funnel.file.${column}` : `funnel.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {funnel.stages.map((stage) => (
            <Row key={stage.stage} stage={stage} first={first} vocabulary={vocabulary} still={still} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the columns mean. */
export function Meanings() {
  return (
    <details className={classes.meaning}>
      <summary>{t("funnel.meaning")}</summary>
      <dl>
        {COLUMNS.map((column) => (
          <div key={column} style={{ display: "contents" }}>
            <dt>{t(`funnel.column.${column}`)}</dt>
            <dd>{t(`funnel.meaning.${column}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
