import { CircleAlert, CircleCheck } from "lucide-react";
import { t } from "@/messages/messages";
import type { TextProblem } from "../problems";
import classes from "./editor.module.css";
import type { Check } from "./useCheck";

interface Props {
  check: Check;
  goTo: (problem: TextProblem) => void;
}

function Summary({ check: { vocabulary, problems, failed } }: { check: Check }) {
  if (failed) return <span className={classes.bad}>{failed.message}</span>;
  if (problems.length > 0) {
    return (
      <span className={classes.bad}>
        <CircleAlert size={15} aria-hidden="true" />
        {t("editor.problems", { count: problems.length })}
      </span>
    );
  }
  if (!vocabulary) return <span className={classes.soft}>{t("editor.checking")}</span>;
  return (
    <span className={classes.good}>
      <CircleCheck size={15} aria-hidden="true" />
      {t("editor.inOrder", { count: vocabulary.stages.length })}
    </span>
  );
}

/** Whether the text is valid; each problem is a button that goes to its place. */
export function CheckResult({ check, goTo }: Props) {
  return (
    <div className={classes.check}>
      <p className={classes.summary} role="status">
        <Summary check={check} />
      </p>
      {check.problems.length > 0 && (
        <ul className={classes.problems} aria-label={t("editor.problems.title")}>
          {check.problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`}>
              <button type="button" onClick={() => goTo(problem)}>
                <span className={classes.place}>{t("editor.place", { line: problem.line, column: problem.column })}</span>
                <span>{problem.message}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
