import { useState } from "react";
import { t } from "@/messages/messages";
import { Choice } from "./Choice";
import { DayField } from "./DayField";
import { type Day, lastDay, presetWindow, today } from "./period";

interface Props {
  day: Day | undefined;
  choose: (day: Day | undefined) => void;
}

const ENDS = { month: "last_month", quarter: "last_quarter", year: "last_year" } as const;
const VALUES = ["now", "month", "quarter", "year", "day"] as const;
type When = (typeof VALUES)[number];

/** The "as of" time: now, or the end of a day. */
export function AsOfChoice({ day, choose }: Props) {
  const now = today();
  const endOf = (when: keyof typeof ENDS) => lastDay(presetWindow(ENDS[when], now).to);
  const known = (["month", "quarter", "year"] as const).find((when) => endOf(when) === day);
  const [isOwn, setOwn] = useState(day !== undefined && known === undefined);
  const value: When = day === undefined && !isOwn ? "now" : isOwn ? "day" : (known ?? "day");
  return (
    <>
      <Choice
        label={t("funnel.asOf")}
        value={value}
        values={VALUES.map((one) => ({ value: one, label: t(`funnel.asOf.${one}`) }))}
        choose={(when) => {
          setOwn(when === "day");
          if (when === "now") choose(undefined);
          else choose(when === "day" ? (day ?? now) : endOf(when));
        }}
      />
      {value === "day" && <DayField label={t("funnel.asOf.pick")} day={day} change={choose} />}
    </>
  );
}
