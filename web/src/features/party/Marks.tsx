import clsx from "clsx";
import type { Evidence } from "@/api/wire";
import { kindTitle } from "@/parts/evidence/titles";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { toMs } from "./days";
import { type Extent, placeOf } from "./strip";
import classes from "./strip.module.css";

/** Marks for the evidence on the time axis; the timeline has it as text. */
export function Marks({ evidence, extent }: { evidence: Evidence[]; extent: Extent }) {
  const dated = evidence.filter((piece) => piece.occurred_at !== null && piece.kind !== "retracted");
  return (
    <>
      <span className={classes.name}>{t("party.evidence")}</span>
      <div className={classes.marks} aria-hidden="true">
        {dated.map((piece) => (
          <span
            key={piece.id}
            className={clsx(classes.mark, !piece.live && classes.dead)}
            style={{ insetInlineStart: `${placeOf(toMs(piece.occurred_at ?? ""), extent)}%` }}
            title={`${kindTitle(piece.kind)} · ${formatDay(piece.occurred_at ?? "")}`}
          />
        ))}
      </div>
    </>
  );
}
