import { CircleAlert, CircleCheck } from "lucide-react";
import type { FrameworkChecked } from "@/api/frameworks";
import { t } from "@/messages/messages";
import classes from "../vocabularies/editor/editor.module.css";
import type { TextProblem } from "../vocabularies/problems";

interface Props {
  framework: FrameworkChecked | undefined;
  problems: TextProblem[];
  goTo: (problem: TextProblem) => void;
}

function Summary({ framework, problems }: Omit<Props, "goTo">) {
  if (problems.length > 0) {
    return (
      <span className={classes.bad}>
        <CircleAlert size={15} aria-hidden="true" />
        {t("editor.problems", { count: problems.length })}
      </span>
    );
  }
  if (!framework) return <span className={classes.soft}>{t("editor.checking")}</span>;
  return (
    <span className={classes.good}>
      <CircleCheck size={15} aria-hidden="true" />
      {t("frameworks.editor.valid", { count: framework.criteria.length, gate: framework.gate.words })}
    </span>
  );
}

/** Whether the text is a framework; each problem is a button that goes to its place. */
export function Problems({ framework, problems, goTo }: Props) {
  return (
    <div className={classes.check}>
      <p className={classes.summary} role="status">
        <Summary framework={framework} problems={problems} />
      </p>
      {problems.length > 0 && (
        <ul className={classes.problems} aria-label={t("editor.problems.title")}>
          {problems.map((problem) => (
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
