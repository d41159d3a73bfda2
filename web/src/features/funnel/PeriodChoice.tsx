import { useState } from "react";
import { t } from "@/messages/messages";
import { windowOf } from "./asked";
import { Choice } from "./Choice";
import { DayField } from "./DayField";
import { lastDay, PRESETS, plusDays, type Preset, today } from "./period";
import type { FunnelSearch } from "./search";

interface Props {
  search: FunnelSearch;
  set: (change: Partial<FunnelSearch>) => void;
}

const VALUES = ["all", ...PRESETS, "custom"] as const;

/** When the cohort reached its stage: at any time, in a usual stretch, or from a day to another. */
export function PeriodChoice({ search, set }: Props) {
  const hasDays = Boolean(search.from ?? search.to);
  const [isCustom, setCustom] = useState(hasDays);
  const value = search.period ?? (hasDays || isCustom ? "custom" : "all");
  const { from, to } = search;
  const last = lastDay(to);
  function choose(next: (typeof VALUES)[number]) {
    setCustom(next === "custom");
    // A custom range starts with the days that were just shown.
    if (next === "custom") set({ ...windowOf(search, today()), period: undefined });
    else set({ period: next === "all" ? undefined : (next as Preset), from: undefined, to: undefined });
  }
  return (
    <>
      <Choice
        label={t("funnel.period")}
        value={value}
        values={VALUES.map((one) => ({ value: one, label: t(`funnel.period.${one}`) }))}
        choose={choose}
      />
      {value === "custom" && (
        <>
          <DayField label={t("funnel.from")} day={from} change={(day) => set({ from: day })} />
          <DayField
            label={t("funnel.to")}
            day={last}
            error={from && last && last < from ? t("funnel.turned") : undefined}
            change={(day) => set({ to: day && plusDays(day, 1) })}
          />
        </>
      )}
    </>
  );
}
