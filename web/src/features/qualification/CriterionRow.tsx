import type { CriterionAnswer } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { TextLink } from "@/parts/TextLink";
import { formatDay } from "@/messages/format";
import { t, type MessageKey } from "@/messages/messages";
import { FindingMark } from "./FindingMark";
import classes from "./qualification.module.css";

function Expiry({ criterion: { expires, expired } }: { criterion: CriterionAnswer }) {
  if (expires === null) return null;
  return <span>{t(expired ? "qualification.expired.on" : "qualification.expires", { day: formatDay(expires) })}</span>;
}

/** Who said so, when, how sure, until when, and how often it was assessed. */
function Source({ criterion }: { criterion: CriterionAnswer }) {
  const { by, at, confidence, count, evidence } = criterion;
  if (by === null) return null;
  return (
    <p className={classes.source}>
      <span>{by}</span>
      <span>
        <DateText time={at} precision={at === null ? "unknown" : at.includes("T") ? "instant" : "day"} />
      </span>
      {confidence !== null && <span>{t(`qualification.confidence.${confidence}` as MessageKey)}</span>}
      <Expiry criterion={criterion} />
      {count > 1 && <span>{t("qualification.history", { count })}</span>}
      {evidence !== null && (
        <TextLink to="." search={(before: object) => ({ ...before, piece: evidence })}>
          {t("qualification.rests")}
        </TextLink>
      )}
    </p>
  );
}

/** A criterion with its finding, the answer, and where that comes from. */
export function CriterionRow({ criterion }: { criterion: CriterionAnswer }) {
  return (
    <li>
      <div className={classes.criterion}>
        <span className={classes.name} title={criterion.question}>
          {criterion.title}
          {!criterion.in_gate && <span className={classes.informs}> {t("qualification.informs")}</span>}
        </span>
        <FindingMark finding={criterion.value} expired={criterion.expired} />
      </div>
      {criterion.answer !== null && <p className={classes.answer}>{criterion.answer}</p>}
      <Source criterion={criterion} />
    </li>
  );
}
