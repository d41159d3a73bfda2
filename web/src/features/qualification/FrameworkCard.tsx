import type { QualificationByFramework } from "@/api/wire";
import { t } from "@/messages/messages";
import { CriterionRow } from "./CriterionRow";
import classes from "./qualification.module.css";
import { gateInWords } from "./words";

/** How a party stands in one framework: its gate in words, and every criterion. */
export function FrameworkCard({ framework }: { framework: QualificationByFramework }) {
  const { title, gate, criteria } = framework;
  return (
    <article className={classes.card} aria-label={t("qualification.by", { framework: title })}>
      <h3>{title}</h3>
      <p className={gate.holds ? classes.holds : classes.open}>
        {gateInWords(framework)}
        {gate.total !== null && gate.needed !== null && (
          <> {t("qualification.gate.points", { total: gate.total, needed: gate.needed })}</>
        )}
      </p>
      <ul className={classes.criteria}>
        {criteria.map((criterion) => (
          <CriterionRow key={criterion.name} criterion={criterion} />
        ))}
      </ul>
    </article>
  );
}
