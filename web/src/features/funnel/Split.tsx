import { UnstyledButton } from "@mantine/core";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import type { FunnelStage } from "@/api/funnel";
import { t } from "@/messages/messages";
import classes from "./chart.module.css";
import { ListLink } from "./ListLink";
import { sayReason } from "./sentences";
import { partsOf } from "./split";

interface Props {
  stage: FunnelStage;
  next: FunnelStage | undefined;
  title: string;
}

/** Reasons that are shown at first. */
const TOP = 2;

function Reasons({ stage, title }: { stage: FunnelStage; title: string }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const reasons = Object.entries(stage.dropped).sort(([a, many], [b, few]) => few - many || a.localeCompare(b));
  const shown = isOpen ? reasons : reasons.slice(0, TOP);
  const rest = reasons.length - TOP;
  return (
    <>
      <ul className={classes.reasons} id={id}>
        {shown.map(([reason, count]) => (
          <li key={reason}>
            <ListLink
              count={count}
              list={stage.dropped_lists[reason]}
              what={t("funnel.what.droppedFor", { stage: title, reason: sayReason(reason) })}
            />
            <span>{sayReason(reason)}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <UnstyledButton
          className={classes.all}
          aria-expanded={isOpen}
          aria-controls={id}
          aria-label={t(isOpen ? "funnel.reasons.hide" : "funnel.reasons.show", { stage: title })}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t("funnel.reasons.fewer") : t("funnel.reasons.more", { count: rest })}
          <ChevronDown size={12} aria-hidden="true" />
        </UnstyledButton>
      )}
    </>
  );
}

/** The outcomes of those who reached a stage and stopped there, or skipped it. */
export function Split({ stage, next, title }: Props) {
  const parts = partsOf(stage, next);
  const shown = (["here", "back", "skipped", "dropped"] as const).filter((part) => parts[part] > 0);
  return (
    <ul className={classes.split}>
      {shown.map((part) => (
        <li key={part} data-part={part}>
          <span className={`${classes.swatch} ${classes[part]}`} aria-hidden="true" />
          <ListLink
            className={classes.count}
            count={parts[part]}
            list={stage.lists[part]}
            what={t(`funnel.what.${part}`, { stage: title })}
          />
          <span>{t(`funnel.part.${part}`)}</span>
          {part === "dropped" && (
            <div className={classes.why}>
              <Reasons stage={stage} title={title} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
