import { t } from "@/messages/messages";
import { ruleInWords, tokensOf } from "./rule";
import classes from "./RuleText.module.css";

/** A rule as its author wrote it, with its parts highlighted, and in words below. */
export function RuleText({ rule, bare }: { rule: string; bare?: boolean }) {
  return (
    <div className={classes.rule}>
      <code className={classes.code} dir="ltr">
        {tokensOf(rule).map(({ as, text }, place) => (
          // The pieces of one text never change places.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={place} className={classes[as]}>
            {text}
          </span>
        ))}
      </code>
      {!bare && (
        <p className={classes.words}>
          {t("vocabulary.rule.words")}: {ruleInWords(rule)}.
        </p>
      )}
    </div>
  );
}
