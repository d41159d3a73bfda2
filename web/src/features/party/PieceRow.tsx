import { ActionIcon } from "@mantine/core";
import clsx from "clsx";
import { type LucideIcon, PencilLine, Undo2 } from "lucide-react";
import type { WholeParty } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { FAMILY_ICONS } from "@/parts/evidence/familyIcons";
import { familyTitle, kindTitle } from "@/parts/evidence/titles";
import { RelativeTime } from "@/parts/RelativeTime";
import { t } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import { toMs } from "./days";
import { Corrections } from "./Corrections";
import { Participants } from "./Participants";
import { PieceDetail } from "./PieceDetail";
import { placeId } from "./pointAt";
import type { Thread } from "./timeline";
import classes from "./timeline.module.css";
import { usePartySearch } from "./usePartySearch";

interface Props {
  party: WholeParty;
  thread: Thread;
  nameOf: (party: string) => string;
  isPointed: boolean;
  /** The instant as of which the page is shown; what is later is dimmed. */
  end: number | undefined;
}

function Act({ icon: Icon, label, title, run }: { icon: LucideIcon; label: string; title: string; run: () => void }) {
  return (
    <ActionIcon className={classes.act} size={28} variant="subtle" color="gray" aria-label={label} title={title} onClick={run}>
      <Icon size={15} aria-hidden="true" />
    </ActionIcon>
  );
}

/** One piece of evidence: what, when, with whom, who recorded it, and whether it counts. */
export function PieceRow({ party, thread, nameOf, isPointed, end }: Props) {
  const { set } = usePartySearch();
  const { piece, family = "correction" } = thread;
  const Icon = FAMILY_ICONS[family];
  const isLater = end !== undefined && piece.occurred_at !== null && toMs(piece.occurred_at) > end;
  const title = kindTitle(piece.kind);
  return (
    <li
      id={placeId(piece.id)}
      tabIndex={-1}
      aria-current={isPointed || undefined}
      className={clsx(classes.piece, !piece.live && classes.dead, isPointed && classes.pointed, isLater && classes.later)}
    >
      <span className={classes.icon} data-family={family} title={familyTitle(family)}>
        <Icon size={15} aria-hidden="true" />
      </span>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.what}>{piece.live ? title : <del>{title}</del>}</span>
          <PieceDetail piece={piece} />
          {isLater && <span className={classes.laterWord}>{t("party.piece.later")}</span>}
          <span className={classes.when}>
            <DateText time={piece.occurred_at} precision={piece.precision} exact />
          </span>
        </div>
        {typeof piece.detail.note === "string" && <p className={classes.noteText}>{piece.detail.note}</p>}
        <div className={classes.meta}>
          <Participants party={party.id} piece={piece} nameOf={nameOf} />
          <span className={classes.recorded}>
            <RichMessage
              of={`party.piece.via.${piece.recorded_via}`}
              parts={{ who: piece.recorded_by, when: <RelativeTime time={piece.recorded_at} /> }}
            />
          </span>
        </div>
        <Corrections party={party} thread={thread} />
      </div>
      {piece.live && (
        <span className={classes.acts}>
          <Act
            icon={PencilLine}
            label={t("party.correct.what", { what: title })}
            title={t("party.correct")}
            run={() => set({ record: piece.kind, like: piece.id, because: t("party.correct.reason") })}
          />
          <Act
            icon={Undo2}
            label={t("party.retract.what", { what: title })}
            title={t("party.retract")}
            run={() => set({ retract: piece.id })}
          />
        </span>
      )}
    </li>
  );
}
