import { Select } from "@mantine/core";
import { typedOver } from "@/parts/typedOver";
import { t } from "@/messages/messages";
import { isSame } from "./mapping/same";

interface Props {
  label: string;
  columns: string[];
  value: string | undefined;
  /** What it means if no column is chosen. */
  none: string;
  set: (column: string | undefined) => void;
}

/** A choice of one column of the file, or of none. */
export function ColumnSelect({ label, columns, value, none, set }: Props) {
  const chosen = columns.find((one) => isSame(value, one)) ?? value ?? null;
  return (
    <Select
      label={label}
      size="xs"
      data={chosen && !columns.includes(chosen) ? [chosen, ...columns] : columns}
      value={chosen}
      placeholder={none}
      searchable
      {...typedOver}
      clearable
      openOnFocus={false}
      clearButtonProps={{ "aria-label": `${label}: ${none}` }}
      nothingFoundMessage={t("imports.columns.nothing")}
      onChange={(column) => set(column ?? undefined)}
    />
  );
}
