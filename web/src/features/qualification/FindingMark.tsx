import { Circle, CircleCheck, CircleDashed, CircleX, Hourglass } from "lucide-react";
import type { Finding } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./qualification.module.css";

const ICONS = { met: CircleCheck, partly: CircleDashed, not_met: CircleX, unknown: Circle };

/** A finding as a mark and a word, never as a colour alone. */
export function FindingMark({ finding, expired = false }: { finding: Finding; expired?: boolean }) {
  const Icon = expired ? Hourglass : ICONS[finding];
  return (
    <span className={classes.finding} data-finding={finding}>
      <Icon size={14} aria-hidden="true" />
      {t(expired ? "qualification.expired" : `qualification.finding.${finding}`)}
    </span>
  );
}
