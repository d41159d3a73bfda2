import "./messages";
import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { type DealStage as Period, type DealValue, dealHistoryQuery, pipelinesQuery } from "@/api/pipelines";
import type { Amount, StoredRecord } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { MoneyText } from "@/parts/MoneyText";
import { CardSkeleton } from "@/parts/Skeletons";
import { colourAt, ground, ink } from "@/parts/stageColour";
import { formatDay, formatNumber, formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./deals.module.css";
import { colourPlace, stripOf } from "./strip";
import { Rotting } from "./Rotting";

const sinceOf = ({ entered_at, earliest }: Period) => {
  const day = entered_at === null ? t("deals.history.unknown") : formatDay(entered_at);
  return earliest ? t("deals.history.earliest", { day }) : day;
};

const untilOf = ({ left_at, current }: Period) => (current ? t("deals.history.now") : left_at === null ? t("deals.history.unknown") : formatDay(left_at));

const rateText = ({ currency, rate, rate_from }: NonNullable<StoredRecord["exchanged"]>) =>
  t("deals.rate", { base: currency, rate: String(rate), day: formatDay(rate_from ?? "", "day") });

/** Where a deal is, how likely it is won, and in which stages it was. */
export default function DealStage({ record }: { record: StoredRecord }) {
  const { data: history, error, refetch } = useQuery(dealHistoryQuery(record.id));
  const { data: pipelines } = useQuery(pipelinesQuery);
  const pipeline = pipelines?.find((one) => one.name === record.fields.pipeline);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!history) return <CardSkeleton />;
  const count = pipeline?.stages.length ?? 0;
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{t("deals.history")}</h2>
      <p className={classes.figures}>
        {record.probability !== undefined && <span>{t("deals.likely", { percent: formatShare(record.probability / 100) })}</span>}
        {record.weighted && (
          <span>
            <MoneyText amount={record.weighted} />
          </span>
        )}
        {record.exchanged && record.exchanged.rate !== null && (
          <span title={rateText(record.exchanged)}>
            ≈ <MoneyText amount={record.exchanged} />
          </span>
        )}
        {typeof record.days_in_stage === "number" && <span>{t("deals.inStage", { count: record.days_in_stage })}</span>}
        <Rotting record={record} />
      </p>
      <ol className={classes.strip} aria-label={t("deals.history.strip")}>
        {stripOf(history.stages).map(({ period, share }) => {
          const colour = colourAt(colourPlace(pipeline, period), Math.max(1, count - 1));
          const label = t("deals.history.bar", { what: period.title, from: sinceOf(period), to: untilOf(period) });
          const style = { flexGrow: share, "--bar-ink": ink(colour), "--bar-ground": ground(colour) } as CSSProperties;
          return (
            <li key={`${period.stage} ${period.entered_at} ${period.entered_by}`} className={classes.bar} style={style} title={label} aria-label={label}>
              {period.title}
            </li>
          );
        })}
      </ol>
      <Periods stages={history.stages} />
      <Values title={t("deals.history.amounts")} values={history.amounts} />
      <Values title={t("deals.history.closeDates")} values={history.close_dates} />
    </section>
  );
}

function Periods({ stages }: { stages: Period[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.box} tabIndex={0} role="region" aria-label={t("deals.history.periods")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("deals.history.stage")}</th>
            <th scope="col">{t("deals.history.since")}</th>
            <th scope="col">{t("deals.history.until")}</th>
            <th scope="col" className={classes.number}>
              {t("deals.history.days")}
            </th>
            <th scope="col">{t("deals.history.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {stages.map((period) => (
            <tr key={`${period.stage} ${period.entered_at} ${period.entered_by}`}>
              <th scope="row">{period.title}</th>
              <td>{sinceOf(period)}</td>
              <td>{untilOf(period)}</td>
              <td className={classes.number}>{period.days === null ? "" : formatNumber(period.days)}</td>
              <td>{period.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(value: unknown) {
  if (value === null) return t("pipelines.nothing");
  return typeof value === "object" ? <MoneyText amount={value as Amount} /> : formatDay(String(value), "day");
}

/** What a field was over time; nothing where it never changed. */
function Values({ title, values }: { title: string; values: DealValue[] }) {
  if (values.length < 2) return null;
  return (
    <>
      <h3>{title}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys */}
      <div className={classes.box} tabIndex={0} role="region" aria-label={title}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("deals.history.when")}</th>
              <th scope="col">{t("deals.history.value")}</th>
              <th scope="col">{t("deals.history.who")}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((one) => (
              <tr key={`${one.at} ${one.evidence} ${one.change}`}>
                <td>{one.at === null ? t("deals.history.unknown") : formatDay(one.at)}</td>
                <td>{shown(one.value)}</td>
                <td>{one.evidence === null ? one.actor : `${one.actor} (${t("deals.history.evidence")})`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
