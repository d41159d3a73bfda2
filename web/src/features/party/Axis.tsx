import { formatDay, formatTick } from "@/messages/format";
import { DAY_MS, dayText, endOf, today } from "./days";
import { type Extent, placeOf, ticksOf } from "./strip";
import classes from "./strip.module.css";

const MOST_TICKS = 8;

/** The dates under the strip, with lines through the lanes. */
export function Axis({ extent }: { extent: Extent }) {
  const now = placeOf(endOf(today()), extent);
  return (
    <div className={classes.axis} aria-hidden="true">
      {ticksOf(extent, MOST_TICKS).map(({ day, unit }) => {
        const at = placeOf(day * DAY_MS, extent);
        return (
          <span key={day} className={classes.tick} data-unit={unit} style={{ insetInlineStart: `${at}%` }} title={formatDay(dayText(day), "day")}>
            <span>{formatTick(day * DAY_MS, unit)}</span>
          </span>
        );
      })}
      {now < 99 && <span className={classes.today} style={{ insetInlineStart: `${now}%` }} />}
    </div>
  );
}
