import { useQuery } from "@tanstack/react-query";
import { kindsQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { t, tMaybe } from "@/messages/messages";
import { RuleText } from "../RuleText";
import classes from "./editor.module.css";

/** Ideas for rules: each has a label and text to insert. */
const IDEAS = ["and", "or", "within", "twice", "criterion"] as const;
const EXAMPLES: Record<(typeof IDEAS)[number], string> = {
  and: " && dialogue.count > 0",
  or: " || demo_requested.count > 0",
  within: ' && within(interest.last, "180d")',
  twice: " && interest.count >= 2",
  criterion: ' && criteria.budget == "met"',
};
const FACTS = ["any_evidence", "qualified", "marketing_qualified", "sales_accepted", "converted", "departed"];
const AMOUNTS = ["deals.open", "deals.won", "deals.lost", "deals.total", "purchases.count", "purchases.net", "purchases.last"];
/** Families that no rule counts. */
const OTHERS = new Set(["consent", "judgement", "correction"]);

interface Props {
  /** The stages as the text has them. */
  vocabulary: Vocabulary;
  chooseRule: (stage: string) => void;
  insert: (text: string) => void;
}

function Insert({ text, label, insert }: { text: string; label?: string; insert: (text: string) => void }) {
  return (
    <button type="button" className={classes.insert} onClick={() => insert(text)} title={label ?? tMaybe(`rule.fact.${text}`, text)}>
      <code>{text.trim()}</code>
    </button>
  );
}

function Facts({ insert }: { insert: (text: string) => void }) {
  const { data: kinds = [] } = useQuery(kindsQuery);
  const families = [...new Set(kinds.map((kind) => kind.family))].filter((family) => !OTHERS.has(family));
  return (
    <details className={classes.details}>
      <summary>{t("guide.facts")}</summary>
      <p className={classes.soft}>{t("guide.facts.text")}</p>
      <div className={classes.inserts}>
        {[...FACTS, ...AMOUNTS].map((fact) => (
          <Insert key={fact} text={fact} insert={insert} />
        ))}
      </div>
      {families.map((family) => (
        <div key={family} className={classes.family}>
          <h4>{tMaybe(`family.${family}`, family)}</h4>
          <div className={classes.inserts}>
            <Insert text={`${family}.count`} label={t("guide.family", { family: tMaybe(`family.${family}`, family) })} insert={insert} />
            {kinds
              .filter((kind) => kind.family === family && kind.name !== family)
              .map(({ name }) => (
                <Insert key={name} text={`${name}.count`} label={tMaybe(`evidence.${name}`, name)} insert={insert} />
              ))}
          </div>
        </div>
      ))}
    </details>
  );
}

/** How to change what a stage means, in three steps. */
export function Guide({ vocabulary, chooseRule, insert }: Props) {
  return (
    <div className={classes.guide}>
      <ol className={classes.steps}>
        <li>
          <h3>{t("guide.choose")}</h3>
          <p className={classes.soft}>{t("guide.choose.text")}</p>
          <ul className={classes.rules}>
            {vocabulary.stages.map((stage) => (
              <li key={stage.name}>
                <button type="button" onClick={() => chooseRule(stage.name)} aria-label={t("guide.choose.of", { stage: stage.title })}>
                  <StageBadge vocabulary={vocabulary} stage={stage.name} still />
                  <RuleText rule={stage.rule} bare />
                </button>
              </li>
            ))}
          </ul>
        </li>
        <li>
          <h3>{t("guide.change")}</h3>
          <p className={classes.soft}>{t("guide.change.text")}</p>
          <ul className={classes.ideas}>
            {IDEAS.map((idea) => (
              <li key={idea}>
                <span>{t(`guide.idea.${idea}`)}</span>
                <Insert text={EXAMPLES[idea]} label={t("guide.insert")} insert={insert} />
              </li>
            ))}
          </ul>
          <Facts insert={insert} />
        </li>
        <li>
          <h3>{t("guide.try")}</h3>
          <p className={classes.soft}>{t("guide.try.text")}</p>
        </li>
      </ol>
    </div>
  );
}
