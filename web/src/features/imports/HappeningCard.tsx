import { ActionIcon, Select } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { typedOver } from "@/parts/typedOver";
import { t } from "@/messages/messages";
import { ColumnSelect } from "./ColumnSelect";
import classes from "./columns.module.css";
import { without } from "./mapping/change";
import { timeOf, withTimeOf } from "./mapping/happening";
import type { Happening } from "./mapping/mapping";
import { kindName, type OptionGroup } from "./meaningOptions";
import { ValueMeanings } from "./ValueMeanings";

interface Props {
  happening: Happening;
  columns: string[];
  /** The known values of the column. */
  values: string[];
  groups: OptionGroup[];
  set: (after: Happening | undefined) => void;
}

function Details({ happening, set }: Pick<Props, "happening" | "set">) {
  const details = Object.entries(happening.detail ?? {});
  if (details.length === 0) return null;
  return (
    <p className={classes.details}>
      <span className={classes.soft}>{t("imports.happened.details")}</span>
      {details.map(([name, column]) => (
        <span key={name} className={classes.detail}>
          {name === column ? name : t("imports.happened.detail", { name, column })}
          <button
            type="button"
            aria-label={t("imports.happened.dropDetail", { name })}
            onClick={() => set({ ...happening, detail: without(happening.detail ?? {}, name) })}
          >
            ×
          </button>
        </span>
      ))}
    </p>
  );
}

/** One piece of evidence of each row: always, if a column is filled in, or by the values of a column. */
export function HappeningCard({ happening, columns, values, groups, set }: Props) {
  const { kind, when, column } = happening;
  const title = column ? t("imports.happened.byValue", { column }) : kindName(kind ?? "");
  return (
    <li className={classes.card}>
      <header className={classes.cardHead}>
        <h3>{title}</h3>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("imports.happened.remove", { what: title })} onClick={() => set(undefined)}>
          <Trash2 size={14} aria-hidden="true" />
        </ActionIcon>
      </header>
      <div className={classes.choices}>
        {!column && (
          <Select
            label={t("imports.happened.kind")}
            size="xs"
            data={groups}
            value={kind ?? null}
            searchable
            {...typedOver}
            allowDeselect={false}
            openOnFocus={false}
            onChange={(next) => next && set({ ...happening, kind: next })}
          />
        )}
        <ColumnSelect label={t("imports.happened.at")} columns={columns} value={timeOf(happening)} none={t("time.unknown")} set={(at) => set(withTimeOf(happening, at))} />
        <ColumnSelect
          label={t("imports.happened.when")}
          columns={columns}
          value={when}
          none={t("imports.happened.always")}
          set={(next) => set(next ? { ...happening, when: next } : without(happening, "when"))}
        />
      </div>
      {column && <ValueMeanings happening={happening} values={values} groups={groups} set={set} />}
      <Details happening={happening} set={set} />
    </li>
  );
}
