import clsx from "clsx";
import { t } from "@/messages/messages";
import classes from "./funnel.module.css";
import { pointsOf } from "./time";

interface Props {
  share: number | null | undefined;
  /** What it is compared with. */
  other: number | null | undefined;
}

/** The difference of two shares in percentage points; nothing without a comparison. */
export function Points({ share, other }: Props) {
  const points = pointsOf(share, other);
  if (points === undefined) return null;
  const difference = Math.round(((share ?? 0) - (other ?? 0)) * 1000);
  return (
    <span className={clsx(classes.points, difference > 0 && classes.more, difference < 0 && classes.less)}>
      <bdi>{t("funnel.points", { points })}</bdi>
    </span>
  );
}
