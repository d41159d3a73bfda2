import { Button, Progress } from "@mantine/core";
import { Play, Undo2 } from "lucide-react";
import { useState } from "react";
import type { Import } from "@/api/wire";
import { NumberText } from "@/parts/NumberText";
import { RelativeTime } from "@/parts/RelativeTime";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { useResume } from "./Interrupted";
import classes from "./list.module.css";
import { StateBadge } from "./StateBadge";
import { UndoDialog } from "./UndoDialog";

const COUNTS = ["created", "updated", "unchanged", "rejected"] as const;

function Counts({ one }: { one: Import }) {
  return (
    <dl className={classes.counts}>
      {COUNTS.map((name) => (
        <div key={name} data-bad={(name === "rejected" && one.rejected > 0) || undefined} data-none={one[name] === 0 || undefined}>
          <dt>{t(`imports.${name}`)}</dt>
          <dd>
            <NumberText value={one[name]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One import of the list, with its actions. */
export function ImportRow({ one }: { one: Import }) {
  const [isAsked, setAsked] = useState(false);
  const { isBusy, resume } = useResume(one);
  const isRunning = one.state === "running";
  const share = one.bytes_total ? (100 * one.bytes_done) / one.bytes_total : 0;
  return (
    <li className={classes.row} data-undone={one.state === "undone" || undefined}>
      <div className={classes.file}>
        <TextLink to="/imports/$id" params={{ id: one.id }} className={classes.name ?? ""}>
          {one.file}
        </TextLink>
        <span className={classes.soft}>
          <RelativeTime time={one.started_at} /> · {t("imports.list.by", { who: one.recorded_by })}
        </span>
        {isRunning && (
          <Progress.Root size="sm" mt={6}>
            <Progress.Section value={share} aria-label={t("imports.running.progress", { file: one.file })} />
          </Progress.Root>
        )}
      </div>
      <StateBadge state={one.state} undoing={one.undoing} />
      <Counts one={one} />
      <div className={classes.actions}>
        {one.state === "interrupted" && !one.undoing && one.upload && (
          <Button size="compact-sm" variant="default" loading={isBusy} leftSection={<Play size={14} aria-hidden="true" />} onClick={() => void resume()}>
            {t("imports.resume")}
          </Button>
        )}
        {one.state !== "undone" && !isRunning && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Undo2 size={14} aria-hidden="true" />}
            aria-label={t("imports.undo.of", { file: one.file })}
            onClick={() => setAsked(true)}
          >
            {t("imports.undo")}
          </Button>
        )}
      </div>
      <UndoDialog one={one} opened={isAsked} close={() => setAsked(false)} />
    </li>
  );
}
