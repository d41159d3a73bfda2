import { t } from "@/messages/messages";
import { windowOf } from "./asked";
import { Choice } from "./Choice";
import { DayField } from "./DayField";
import { lastDay, plusDays, today, yearBefore } from "./period";
import type { FunnelSearch } from "./search";

interface Props {
  search: FunnelSearch;
  set: (change: Partial<FunnelSearch>) => void;
}

const VALUES = ["none", "previous", "last_year", "custom"] as const;

/** The cohort to compare with: of the time before, of a year earlier, or of other days. */
export function CompareChoice({ search, set }: Props) {
  const window = windowOf(search, today());
  const isBounded = window.from !== undefined;
  const value = search.with ?? "none";
  const { with_from: from, with_to: to } = search;
  const last = lastDay(to);
  function choose(next: (typeof VALUES)[number]) {
    const days = next === "custom" ? (yearBefore(window, today()) ?? {}) : {};
    set({ with: next === "none" ? undefined : next, with_from: days.from, with_to: days.to });
  }
  // Of all times there is no time before.
  const values = VALUES.filter((one) => isBounded || one === "none" || one === "custom" || one === value);
  return (
    <>
      <Choice
        label={t("funnel.with")}
        value={value}
        values={values.map((one) => ({ value: one, label: t(`funnel.with.${one}`) }))}
        choose={choose}
        about={isBounded ? undefined : t("funnel.with.unbounded")}
      />
      {value === "custom" && (
        <>
          <DayField label={t("funnel.with.from")} day={from} change={(day) => set({ with_from: day })} />
          <DayField
            label={t("funnel.with.to")}
            day={last}
            error={from && last && last < from ? t("funnel.turned") : undefined}
            change={(day) => set({ with_to: day && plusDays(day, 1) })}
          />
        </>
      )}
    </>
  );
}
