import { Button } from "@mantine/core";
import type { Evidence, WholeParty } from "@/api/wire";
import { RelativeTime } from "@/parts/RelativeTime";
import { t } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import { retract } from "./record";
import type { Thread } from "./timeline";
import classes from "./timeline.module.css";

const reasonOf = (piece: Evidence) => String(piece.detail.reason ?? "");

/** Who retracted the piece, when and why, and who restored it; a live retraction can itself be retracted. */
export function Corrections({ party, thread }: { party: WholeParty; thread: Thread }) {
  const { piece, corrections, retraction } = thread;
  if (corrections.length === 0) return null;
  return (
    <ul className={classes.corrections}>
      {corrections.map((one) => (
        <li key={one.id} className={classes.correction}>
          <span>
            <RichMessage
              of={one.names === piece.id ? "party.retracted" : "party.unretracted"}
              parts={{
                who: one.recorded_by,
                when: <RelativeTime time={one.recorded_at} />,
                reason: <q>{reasonOf(one)}</q>,
              }}
            />
          </span>
          {one.id === retraction?.id && (
            <Button size="compact-sm" variant="default" onClick={() => void retract(party, one, t("party.unretract.reason"))}>
              {t("party.unretract")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
