import type { CSSProperties, ReactNode } from "react";
import type { StageSpan, StandingSpan, Vocabulary } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { StageMark } from "@/parts/StageMark";
import { StandingBadge } from "@/parts/StandingBadge";
import { colourAt, ground, ink } from "@/parts/stageColour";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import type { Span } from "./days";
import { barOf, type Extent } from "./strip";
import classes from "./strip.module.css";

/** A period in a lane: with text, icon and colour. */
interface Bar extends Span {
  title: string;
  sign: ReactNode;
  ink: string;
  ground: string;
}

/** The bars of a vocabulary. */
export function stageBars(periods: StageSpan[], { stages }: Vocabulary): Bar[] {
  return periods.map(({ stage, from, to }) => {
    const place = stages.findIndex((one) => one.name === stage);
    const colour = place < 0 ? "slate" : colourAt(place, stages.length);
    const title = stages[place]?.title ?? plain(stage);
    const sign = (
      <>
        <StageMark place={place} count={stages.length} />
        <span className={classes.label}>{title}</span>
      </>
    );
    return { from, to, title, sign, ink: ink(colour), ground: ground(colour) };
  });
}

/** The bars of the standing, with the reasons. */
export function standingBars(standings: StandingSpan[]): Bar[] {
  return standings.map(({ standing, reason, from, to }) => ({
    from,
    to,
    title: reason ? `${t(`standing.${standing}`)} (${plain(reason)})` : t(`standing.${standing}`),
    sign: (
      <>
        <StandingBadge standing={standing} still />
        {reason && <span className={classes.reason}>{plain(reason)}</span>}
      </>
    ),
    ink: standing === "active" ? "var(--good)" : "var(--soft)",
    ground: "var(--sunken)",
  }));
}

const dateOf = (time: string | null, fallback: string) => (time === null ? fallback : formatDay(time));

/** One row of the strip. */
export function Lane({ title, bars, extent }: { title: string; bars: Bar[]; extent: Extent }) {
  return (
    <>
      <span className={classes.name} title={title}>
        {title}
      </span>
      <ul className={classes.lane} aria-label={title}>
        {bars.map((bar) => {
          const { start, length } = barOf(bar, extent);
          const label = t("party.strip.bar", {
            what: bar.title,
            from: dateOf(bar.from, t("time.unknown")),
            to: dateOf(bar.to, t("party.strip.open")),
          });
          const style = { insetInlineStart: `${start}%`, inlineSize: `${length}%`, "--bar-ink": bar.ink, "--bar-ground": bar.ground };
          return (
            <li key={`${bar.title}${bar.from}`} className={classes.bar} style={style as CSSProperties} title={label} data-open={bar.from === null}>
              <span className={classes.sign} aria-hidden="true">
                {bar.sign}
              </span>
              <span className={classes.caption}>{label}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
