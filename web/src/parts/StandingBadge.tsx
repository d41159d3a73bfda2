import clsx from "clsx";
import { Ban, CircleCheck, CircleX, Hourglass, LogOut, type LucideIcon } from "lucide-react";
import type { Standing } from "@/api/wire";
import { t } from "@/messages/messages";
import { explain } from "./explained";
import classes from "./StandingBadge.module.css";

const ICONS: Record<Standing, LucideIcon> = {
  active: CircleCheck,
  nurturing: Hourglass,
  lost: CircleX,
  disqualified: Ban,
  former: LogOut,
};

interface Props {
  standing: Standing | null;
  /** The party; with it the badge explains why, without it what the standing means. */
  party?: string;
  /** A badge that opens nothing, for places that explain it already. */
  still?: boolean;
  /** Not in the tab order, for cells of a grid, which has keys of its own. */
  inGrid?: boolean;
}

/** A standing, with icon and text; clicking explains it. */
export function StandingBadge({ standing, party, still, inGrid }: Props) {
  const Icon = standing && ICONS[standing];
  const title = t(`standing.${standing ?? "none"}`);
  const className = clsx(classes.standing, standing && classes[standing]);
  const inside = (
    <>
      {Icon && <Icon size={14} strokeWidth={2} aria-hidden="true" />}
      <span className={standing ? classes.text : undefined}>{title}</span>
    </>
  );
  if (still) return <span className={className}>{inside}</span>;
  return (
    <button
      type="button"
      className={className}
      title={t("standing.why", { standing: title })}
      tabIndex={inGrid ? -1 : undefined}
      onClick={(event) => {
        event.stopPropagation();
        explain({ about: "standing", anchor: event.currentTarget, standing, party });
      }}
    >
      {inside}
    </button>
  );
}
