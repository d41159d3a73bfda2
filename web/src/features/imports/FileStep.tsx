import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { importQuery } from "@/api/imports";
import { ErrorState } from "@/parts/ErrorState";
import { forgetSending, type Sending, send, useSending } from "@/parts/file/sending";
import { useDropped } from "@/parts/file/useDropped";
import { t } from "@/messages/messages";
import { DropZone } from "./DropZone";
import { Example } from "./Example";
import classes from "./file.module.css";
import { formatBytes } from "./formatBytes";

const take = (files: File[]) => void send(files);

/** The progress of an upload. */
function OnItsWay({ name, size, share }: Sending) {
  const percent = Math.round(share * 100);
  return (
    <div className={classes.way}>
      <div className={classes.wayHead}>
        <strong>{name}</strong>
        <span className="numeric">{t("imports.sending", { done: formatBytes(size * share), total: formatBytes(size) })}</span>
      </div>
      <Progress.Root size="md">
        <Progress.Section value={percent} aria-label={t("imports.sending.label", { file: name })} />
      </Progress.Root>
      <Button size="compact-sm" variant="default" onClick={forgetSending}>
        {t("imports.sending.stop")}
      </Button>
    </div>
  );
}

/** The first step: a file is dropped or chosen, and uploaded. */
export function FileStep() {
  const { again } = useSearch({ from: "/imports/new" });
  const navigate = useNavigate();
  const sending = useSending();
  const isOver = useDropped(take);
  const { data: earlier } = useQuery({ ...importQuery(again ?? ""), enabled: again !== undefined });
  const arrived = sending?.upload?.id;
  useEffect(() => {
    if (!arrived) return;
    forgetSending();
    void navigate({ to: "/imports/new", search: { upload: arrived, ...(again && { again }) } });
  }, [arrived, again, navigate]);
  return (
    <div className={classes.step}>
      <p className={classes.lead}>{earlier ? t("imports.file.again", { file: earlier.file }) : t("imports.file.lead")}</p>
      <DropZone isOver={isOver} take={take}>
        {sending && !sending.problem && <OnItsWay {...sending} />}
      </DropZone>
      {sending?.problem && (
        <div className={classes.refused}>
          <ErrorState thrown={sending.problem} compact />
        </div>
      )}
      <Example />
    </div>
  );
}
