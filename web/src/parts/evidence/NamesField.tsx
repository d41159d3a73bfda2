import { Select } from "@mantine/core";
import type { Evidence } from "@/api/wire";
import { t } from "@/messages/messages";
import { purchasesOf } from "./deals";
import type { Filled } from "./entry";
import { NEEDED } from "./shapes";
import { kindTitle } from "./titles";

interface Props {
  evidence: Evidence[];
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
  error: string | undefined;
}

/** The purchase that it is about. */
export function NamesField({ evidence, filled, fill, error }: Props) {
  const purchases = purchasesOf(evidence, kindTitle);
  const isNeeded = NEEDED[filled.kind ?? ""]?.includes("names") ?? false;
  return (
    <Select
      label={t("detail.names")}
      placeholder={isNeeded ? undefined : t("detail.names.any")}
      description={purchases.length === 0 ? t("detail.names.none") : undefined}
      data={purchases}
      value={filled.names}
      error={error}
      withAsterisk={isNeeded}
      clearable={!isNeeded}
      onChange={(names) => fill({ names })}
    />
  );
}
