import type { RowProblem } from "@/api/wire";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./check.module.css";
import { groupProblems } from "./groupProblems";
import { inQuotes } from "./inQuotes";

const SHOWN = 20;

interface Props {
  /** The rejected rows that are listed one by one. */
  problems: RowProblem[];
  /** How many there are in total. */
  total: number;
  /** Whether this is a preview. */
  isAhead?: boolean;
}

function ProblemTable({ problems }: { problems: RowProblem[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reached by keys
    <div className={classes.problemTable} tabIndex={0} role="group" aria-label={t("imports.problems.rows")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("imports.problems.line")}</th>
            <th scope="col">{t("imports.problems.value")}</th>
            <th scope="col">{t("imports.problems.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {problems.slice(0, SHOWN).map((one) => (
            <tr key={`${one.line} ${one.column}`}>
              <td className="numeric">{formatNumber(one.line)}</td>
              <td>{one.value === "" ? <i>{t("imports.problems.blank")}</i> : one.value}</td>
              <td>{inQuotes(one.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {problems.length > SHOWN && <p>{t("imports.problems.more", { count: problems.length - SHOWN })}</p>}
    </div>
  );
}

/** The rejected rows, grouped by problem. */
export function Problems({ problems, total, isAhead }: Props) {
  const groups = groupProblems(problems);
  return (
    <section className={classes.problems} aria-labelledby="problems">
      <h2 id="problems">{t(isAhead ? "imports.problems.ahead" : "imports.problems.title", { count: total })}</h2>
      <p className={classes.soft}>
        {t(isAhead ? "imports.problems.lead" : "imports.problems.rest")} {total > problems.length && t("imports.problems.sample", { count: problems.length, total })}
      </p>
      {groups.map((group, place) => (
        <details key={`${group.column} ${group.reason}`} open={place === 0} className={classes.group}>
          <summary>
            <span className={classes.groupName}>
              {group.column && <strong>{t("imports.problems.column", { column: group.column })} </strong>}
              {inQuotes(group.reason)}
            </span>
            <span className="numeric">{t("imports.problems.count", { count: group.problems.length })}</span>
          </summary>
          <ProblemTable problems={group.problems} />
        </details>
      ))}
    </section>
  );
}
