import type { FacetCount, Vocabulary } from "@/api/wire";
import type { Filter } from "@/parts/filter/filter";
import { StageBadge } from "@/parts/StageBadge";
import { colourAt, ink } from "@/parts/stageColour";
import { TextLink } from "@/parts/TextLink";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./home.module.css";

interface Props {
  vocabulary: Vocabulary;
  counts: FacetCount[];
  /** The filter of the numbers. */
  among?: Filter;
}

/** How many people and organizations are in each stage at present; each number opens its list. */
export function StageBars({ vocabulary, counts, among }: Props) {
  const most = Math.max(1, ...counts.map((one) => one.count));
  const countOf = (stage: string | null) => counts.find((one) => one.value === stage)?.count ?? 0;
  const { name, stages } = vocabulary;
  const only = (stage: Filter): { filter: Filter } => ({ filter: among ? { and: [stage, among] } : stage });
  return (
    <ul className={classes.bars}>
      {stages.map((stage, place) => (
        <li key={stage.name}>
          <StageBadge vocabulary={vocabulary} stage={stage.name} />
          <span className={classes.track} aria-hidden="true">
            <span
              className={classes.bar}
              style={{ width: `${(100 * countOf(stage.name)) / most}%`, background: ink(colourAt(place, stages.length)) }}
            />
          </span>
          <TextLink
            to="/parties"
            search={only({ stage: { vocabulary: name, one_of: [stage.name] } })}
            className={classes.figure ?? ""}
            aria-label={t("home.stage.open", { count: countOf(stage.name), stage: stage.title })}
          >
            {formatNumber(countOf(stage.name))}
          </TextLink>
        </li>
      ))}
      {countOf(null) > 0 && (
        <li>
          <span className={classes.soft}>{t("home.none")}</span>
          <span className={classes.track} />
          <TextLink
            to="/parties"
            search={only({ stage: { vocabulary: name, none: true } })}
            className={classes.figure ?? ""}
            aria-label={t("home.stage.open", { count: countOf(null), stage: t("home.none") })}
          >
            {formatNumber(countOf(null))}
          </TextLink>
        </li>
      )}
    </ul>
  );
}
