import { CircleAlert } from "lucide-react";
import { asProblem } from "@/api/problem";
import { t } from "@/words/words";
import { inQuotes } from "./inQuotes";
import { mistakeAt } from "./mapping/places";
import { Notice } from "./Notice";
import classes from "./notice.module.css";

/** Everything that is wrong with a mapping, told at once; without the places in its text, which is not in sight. */
export function Mistakes({ thrown }: { thrown: unknown }) {
  const problem = asProblem(thrown);
  const told = problem.mistakes.length > 0 ? problem.mistakes.map((one) => mistakeAt(one.detail).detail) : [problem.message];
  return (
    <Notice icon={CircleAlert} tone="bad" title={t("imports.mistakes")} isUrgent>
      <ul className={classes.list}>
        {told.map((one) => (
          <li key={one}>{inQuotes(one)}</li>
        ))}
      </ul>
    </Notice>
  );
}
