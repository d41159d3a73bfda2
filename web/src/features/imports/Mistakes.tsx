import { CircleAlert } from "lucide-react";
import { asProblem } from "@/api/problem";
import { t } from "@/messages/messages";
import { inQuotes } from "./inQuotes";
import { mistakeAt } from "./mapping/places";
import { Notice } from "./Notice";
import classes from "./notice.module.css";

/** All problems of a mapping at once, without their places in its text, which is not shown. */
export function Mistakes({ thrown }: { thrown: unknown }) {
  const problem = asProblem(thrown);
  const messages = problem.mistakes.length > 0 ? problem.mistakes.map((one) => mistakeAt(one.detail).detail) : [problem.message];
  return (
    <Notice icon={CircleAlert} tone="bad" title={t("imports.mistakes")} isUrgent>
      <ul className={classes.list}>
        {messages.map((one) => (
          <li key={one}>{inQuotes(one)}</li>
        ))}
      </ul>
    </Notice>
  );
}
