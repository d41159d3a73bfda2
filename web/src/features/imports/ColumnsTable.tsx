import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { kindsQuery } from "@/api/vocabularies";
import type { ImportGuess, RowProblem } from "@/api/wire";
import { t } from "@/messages/messages";
import { ColumnRow } from "./ColumnRow";
import classes from "./columns.module.css";
import { withMeaning, withoutMeaning } from "./mapping/change";
import type { Mapping } from "./mapping/mapping";
import { type Meaning, meaningsOf } from "./mapping/meanings";
import { meaningOptions } from "./meaningOptions";

/** Columns with which an earlier import explained why a row was rejected; they are never imported. */
const REJECTED_COLUMNS = new Set(["rejected line", "rejected column", "rejected value", "rejected because"]);

const EXAMPLES = 3;

/** The values of a column in the first rows, each once. */
export function valuesOf(guess: ImportGuess, column: string): string[] {
  const place = guess.columns.indexOf(column);
  return [...new Set(guess.sample.map((row) => row[place]?.trim() ?? "").filter((value) => value !== ""))];
}

interface Props {
  guess: ImportGuess;
  mapping: Mapping;
  problems: RowProblem[];
  change: (change: (mapping: Mapping) => Mapping) => void;
}

/** Another meaning in place of one; `own` and nothing stand for a column that is kept as it is. */
function replaced(mapping: Mapping, column: string, before: Meaning | undefined, after: Meaning | undefined, values: string[]): Mapping {
  const isPlain = after === undefined || after === "own";
  const removed = after === "ignored" || after === "own" ? meaningsOf(mapping, column) : before ? [before] : [];
  const rest = removed.reduce((changed, meaning) => withoutMeaning(changed, column, meaning), mapping);
  return isPlain ? rest : withMeaning(rest, column, after, values);
}

/** Every column of the file: its name, sample values, and meaning. */
export function ColumnsTable({ guess, mapping, problems, change }: Props) {
  const { data: kinds } = useQuery(kindsQuery);
  const hasCompany = mapping.organization !== undefined;
  const hasEvidence = mapping.evidence.length > 0;
  const groups = useMemo(() => meaningOptions(kinds ?? [], hasCompany, hasEvidence), [kinds, hasCompany, hasEvidence]);
  return (
    <div className={classes.table} role="table" aria-label={t("imports.columns.title")}>
      <div role="row" className={classes.head}>
        <span role="columnheader">{t("imports.columns.name")}</span>
        <span role="columnheader">{t("imports.columns.examples")}</span>
        <span role="columnheader">{t("imports.columns.meaning")}</span>
      </div>
      {guess.columns.map((column) => (
        <ColumnRow
          key={column}
          column={column}
          examples={valuesOf(guess, column).slice(0, EXAMPLES)}
          meanings={meaningsOf(mapping, column)}
          groups={groups}
          isOfRejectedTable={REJECTED_COLUMNS.has(column)}
          problem={problems.find((one) => one.column === column)}
          set={(before, after) => change((mapped) => replaced(mapped, column, before, after, valuesOf(guess, column)))}
        />
      ))}
    </div>
  );
}
