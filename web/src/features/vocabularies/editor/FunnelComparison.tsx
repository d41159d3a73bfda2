import type { TriedStage, VocabularyTried } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { NumberText } from "@/parts/NumberText";
import { StageBadge } from "@/parts/StageBadge";
import { ink, stageColour } from "@/parts/stageColour";
import { formatNumber, formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { type FunnelRow, funnelInWords, isRuleKept, sideBySide, titleIn } from "./summary";
import classes from "./tried.module.css";

interface Props {
  tried: VocabularyTried;
  before: Vocabulary | undefined;
  after: Vocabulary;
}

function Figure({ stage, most, colour }: { stage: TriedStage | undefined; most: number; colour: string }) {
  if (!stage) return <td className={classes.figure}>–</td>;
  return (
    <td className={classes.figure}>
      <NumberText value={stage.reached} />
      <span className={classes.track} aria-hidden="true">
        <span style={{ width: `${(100 * stage.reached) / most}%`, background: colour }} />
      </span>
      <span className={classes.conversion}>
        {stage.conversion === null ? "" : t("try.funnel.conversion", { share: formatShare(stage.conversion) })}
      </span>
    </td>
  );
}

const signed = (difference: number) => (difference > 0 ? "+" : "−") + formatNumber(Math.abs(difference));

function Row({ row, before, after, most }: { row: FunnelRow; before: Vocabulary | undefined; after: Vocabulary; most: number }) {
  const words = row.after ? after : before;
  const colour = (vocabulary: Vocabulary | undefined) => ink(stageColour(vocabulary, row.stage));
  return (
    <tr>
      <th scope="row">
        <StageBadge vocabulary={words} stage={row.stage} still />
      </th>
      {before && <Figure stage={row.before} most={most} colour={colour(before)} />}
      <Figure stage={row.after} most={most} colour={colour(after)} />
      {before && <td className={classes.difference}>{row.difference === 0 ? "=" : signed(row.difference)}</td>}
    </tr>
  );
}

/** How many reached each stage, now and under the changed vocabulary, side by side and in words. */
export function FunnelComparison({ tried, before, after }: Props) {
  const rows = sideBySide(tried.before, tried.after);
  const most = Math.max(1, ...rows.flatMap((row) => [row.before?.reached ?? 0, row.after?.reached ?? 0]));
  const titleOf = (stage: string) => titleIn(after.stages.some((one) => one.name === stage) ? after : before, stage);
  return (
    <section className={classes.part}>
      <h3>{t("try.funnel")}</h3>
      {before && <p className={classes.soft}>{funnelInWords(rows, titleOf, (stage) => isRuleKept(before, after, stage))}</p>}
      <table className={classes.funnel}>
        <thead>
          <tr>
            <th scope="col">{t("field.stage")}</th>
            {before && <th scope="col">{t("try.funnel.before")}</th>}
            <th scope="col">{t("try.funnel.after")}</th>
            {before && <th scope="col">{t("try.funnel.difference")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.stage} row={row} before={before} after={after} most={most} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
