import clsx from "clsx";
import type { CSSProperties } from "react";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { explain } from "./explained";
import classes from "./StageBadge.module.css";
import { StageMark } from "./StageMark";
import { colourAt, ground, ink } from "./stageColour";

interface Props {
  vocabulary: Vocabulary | undefined;
  stage: string | null;
  /** The party; with it the badge explains why, without it what the stage means. */
  party?: string;
  /** A badge that opens nothing, for use inside a link or button. */
  still?: boolean;
  /** Not in the tab order, for cells of a grid, which has keys of its own. */
  inGrid?: boolean;
}

/** A stage in its colour and shape; clicking explains it. */
export function StageBadge({ vocabulary, stage, party, still, inGrid }: Props) {
  const stages = vocabulary?.stages ?? [];
  const place = stages.findIndex((one) => one.name === stage);
  const title = stages[place]?.title ?? stage ?? t("stage.none");
  const colour = place < 0 ? "slate" : colourAt(place, stages.length);
  const style = { "--badge-ink": ink(colour), "--badge-ground": ground(colour) } as CSSProperties;
  const className = clsx(classes.badge, place < 0 && classes.none);
  const inside = (
    <>
      <StageMark place={place} count={stages.length} />
      <span className={classes.label}>{title}</span>
    </>
  );
  if (still || !vocabulary) {
    return (
      <span className={className} style={style}>
        {inside}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      style={style}
      title={t("stage.why", { stage: title })}
      tabIndex={inGrid ? -1 : undefined}
      onClick={(event) => {
        event.stopPropagation();
        explain({ about: "stage", anchor: event.currentTarget, vocabulary: vocabulary.name, stage, party });
      }}
    >
      {inside}
    </button>
  );
}
