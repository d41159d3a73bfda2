import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { RuleText } from "../RuleText";
import { titleIn } from "./summary";
import classes from "./tried.module.css";

interface Props {
  stage: string | null;
  before: Vocabulary | undefined;
  after: Vocabulary;
}

/** How the rule of a stage would change; nothing if it stays. */
export function RuleChange({ stage, before, after }: Props) {
  const ruleIn = (vocabulary: Vocabulary | undefined) => vocabulary?.stages.find((one) => one.name === stage)?.rule;
  const [was, would] = [ruleIn(before), ruleIn(after)];
  if (was === would) return null;
  const title = titleIn(would === undefined ? before : after, stage);
  return (
    <div className={classes.ruleChange}>
      <h4>{t("try.rule", { stage: title })}</h4>
      <dl>
        {was !== undefined && (
          <>
            <dt>{t("try.rule.before")}</dt>
            <dd>
              <RuleText rule={was} bare />
            </dd>
          </>
        )}
        <dt>{t("try.rule.after")}</dt>
        <dd>{would === undefined ? t("try.rule.removed") : <RuleText rule={would} />}</dd>
      </dl>
    </div>
  );
}
