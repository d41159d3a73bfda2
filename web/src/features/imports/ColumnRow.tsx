import { ActionIcon, Select, Tooltip } from "@mantine/core";
import clsx from "clsx";
import { CircleAlert, Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { RowProblem } from "@/api/wire";
import { typedOver } from "@/parts/typedOver";
import { t } from "@/messages/messages";
import classes from "./columns.module.css";
import { inQuotes } from "./inQuotes";
import type { Meaning } from "./mapping/meanings";
import { type OptionGroup, withChosen } from "./meaningOptions";

interface MeaningProps {
  label: string;
  value: Meaning | null;
  groups: OptionGroup[];
  set: (meaning: Meaning) => void;
  /** Whether it was just added, and so has the focus. */
  isFresh?: boolean;
}

/** The meaning of a column, found by typing. */
function MeaningSelect({ label, value, groups, set, isFresh }: MeaningProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFresh) field.current?.focus();
  }, [isFresh]);
  return (
    <Select
      ref={field}
      aria-label={label}
      size="xs"
      className={classes.select}
      data={groups}
      value={value}
      placeholder={t("imports.columns.choose")}
      searchable
      {...typedOver}
      allowDeselect={false}
      openOnFocus={false}
      maxDropdownHeight={320}
      nothingFoundMessage={t("imports.columns.nothing")}
      comboboxProps={{ width: 300, position: "bottom-start" }}
      onChange={(meaning) => meaning && set(meaning)}
    />
  );
}

interface Props {
  column: string;
  examples: string[];
  meanings: Meaning[];
  groups: OptionGroup[];
  /** Whether it only explains why a row was rejected before. */
  isOfRejectedTable: boolean;
  problem: RowProblem | undefined;
  set: (before: Meaning | undefined, after: Meaning | undefined) => void;
}

/** One column of the file. */
export function ColumnRow({ column, examples, meanings, groups, isOfRejectedTable, problem, set }: Props) {
  const [isAdding, setAdding] = useState(false);
  const isIgnored = isOfRejectedTable || meanings.includes("ignored");
  const all = withChosen(groups, meanings);
  const shown = meanings.length === 0 ? ["own"] : meanings;
  const canAdd = meanings.length > 0 && !isIgnored && !isAdding;
  const fields = isOfRejectedTable ? [] : [...shown, ...(isAdding ? [null] : [])];
  function choose(before: Meaning | null, after: Meaning) {
    if (before === null) setAdding(false);
    set(before ?? undefined, after);
  }
  return (
    <div role="row" className={clsx(classes.row, isIgnored && classes.ignored)}>
      <span role="cell" className={classes.name}>
        {column}
        {isIgnored && <span className={classes.left}>{t("imports.columns.left")}</span>}
      </span>
      <span role="cell" className={classes.examples}>
        {examples.length === 0 ? <i>{t("imports.columns.empty")}</i> : examples.map((value) => <span key={value}>{value}</span>)}
      </span>
      <span role="cell" className={classes.meanings}>
        {isOfRejectedTable && <span className={classes.soft}>{t("imports.columns.reason")}</span>}
        {fields.map((meaning, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- the field in which another meaning is chosen stays, with the keys in it
          <span key={place} className={classes.meaning}>
            <MeaningSelect
              label={t(meaning === null ? "imports.columns.also" : "imports.columns.means", { column })}
              value={meaning}
              groups={all}
              isFresh={meaning === null}
              set={(after) => choose(meaning, after)}
            />
            {meaning !== null && meanings.length > 1 && (
              <ActionIcon
                size={28}
                variant="subtle"
                color="gray"
                aria-label={t("imports.columns.remove", { column })}
                onClick={(event) => {
                  set(meaning, undefined);
                  event.currentTarget.closest("[role=cell]")?.querySelector("input")?.focus();
                }}
              >
                <X size={14} aria-hidden="true" />
              </ActionIcon>
            )}
          </span>
        ))}
        {canAdd && (
          <Tooltip label={t("imports.columns.also", { column })}>
            <ActionIcon size={28} variant="subtle" color="gray" aria-label={t("imports.columns.also", { column })} onClick={() => setAdding(true)}>
              <Plus size={14} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        )}
        {!isOfRejectedTable && !canAdd && !isAdding && <span className={classes.room} />}
        {problem && (
          <span className={classes.problem}>
            <CircleAlert size={14} aria-hidden="true" />
            {t("imports.columns.problem", { value: problem.value, reason: inQuotes(problem.reason) })}
          </span>
        )}
      </span>
    </div>
  );
}
