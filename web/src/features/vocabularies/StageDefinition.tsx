import type { Stage, Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { colourAt, ink } from "@/parts/stageColour";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { RuleText } from "./RuleText";
import { StageCount } from "./StageCount";
import type { CountOf } from "./useStageCounts";
import classes from "./vocabularies.module.css";

interface Props {
  vocabulary: Vocabulary;
  stage: Stage;
  place: number;
  countOf: CountOf;
}

const KINDS = ["person", "organization"] as const;

/** What a stage means, when it holds, what to aim for, and who is in it now. */
export function StageDefinition({ vocabulary, stage, place, countOf }: Props) {
  const { name, title, definition, rule, goal, actions } = stage;
  const colour = ink(colourAt(place, vocabulary.stages.length));
  return (
    <li className={classes.stage} style={{ borderInlineStartColor: colour }}>
      <header className={classes.stageHead}>
        <h3 id={`stage-${name}`} aria-label={title}>
          <StageBadge vocabulary={vocabulary} stage={name} />
        </h3>
        <code className={classes.name}>{name}</code>
        <span className={classes.stageCounts}>
          {KINDS.map((kind) => (
            <StageCount key={kind} counted={kind} vocabulary={vocabulary.name} stage={stage} count={countOf(kind, vocabulary.name, name)} />
          ))}
        </span>
      </header>
      <p className={classes.definition}>{definition}</p>
      <dl className={classes.facts}>
        <dt>{t("stage.rule")}</dt>
        <dd>
          <RuleText rule={rule} />
        </dd>
        {goal && (
          <>
            <dt>{t("stage.goal")}</dt>
            <dd>{goal}</dd>
          </>
        )}
        {actions.length > 0 && (
          <>
            <dt>{t("vocabulary.actions")}</dt>
            <dd>
              <ul>
                {actions.map((action) => (
                  <li key={action}>{action}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <TextLink to="/glossary" hash={name} className={classes.small ?? ""}>
        {t("vocabulary.glossary", { stage: title })}
      </TextLink>
    </li>
  );
}
