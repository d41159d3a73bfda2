import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { dayOf, dayText, endOf, thisDay, toMs } from "./days";
import { type Extent, placeOf } from "./strip";
import classes from "./strip.module.css";
import { usePartySearch } from "./usePartySearch";

const SETTLE_MS = 120;

/** Chooses the day as of which everything is shown; at today it shows the present. */
export function AsOfSlider({ extent }: { extent: Extent }) {
  const { search, set } = usePartySearch();
  const today = thisDay();
  const asked = search.as_of ? dayOf(toMs(search.as_of)) : today;
  const [day, setDay] = useState(asked);
  const [before, setBefore] = useState(asked);
  if (before !== asked) {
    setBefore(asked);
    setDay(asked);
  }
  const ask = useDebouncedCallback((next: number) => set({ as_of: next === today ? undefined : dayText(next) }), SETTLE_MS);
  const date = day === today ? t("party.asOf.today") : formatDay(dayText(day), "day");
  return (
    <>
      <span className={classes.asOf}>
        <label htmlFor="as-of">{t("party.asOf")}</label>
        <output htmlFor="as-of">{date}</output>
      </span>
      <input
        id="as-of"
        type="range"
        className={classes.range}
        min={extent.from}
        max={extent.to}
        step={1}
        value={Math.min(extent.to, Math.max(extent.from, day))}
        aria-valuetext={date}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          setDay(next);
          ask(next);
        }}
      />
      {day !== today && (
        <div className={classes.cursor} aria-hidden="true">
          <span style={{ insetInlineStart: `${placeOf(endOf(dayText(day)), extent)}%` }} />
        </div>
      )}
    </>
  );
}
