import { Button, Progress as Bar } from "@mantine/core";
import type { Progress } from "@/api/jobs";
import { t } from "@/messages/messages";
import classes from "./vocabularies.module.css";

interface Props {
  label: string;
  progress: Progress | undefined;
  stop: () => void;
}

/** The progress of a job, and a button that stops it. */
export function JobProgress({ label, progress, stop }: Props) {
  const { done = 0, total = null } = progress ?? {};
  const share = total ? (100 * done) / total : 0;
  return (
    <div className={classes.progress} role="status">
      <div className={classes.progressText}>
        <span>{label}</span>
        <span className="numeric">{total ? t("job.done", { done, total }) : t("job.begun")}</span>
      </div>
      <Bar.Root size="sm">
        <Bar.Section value={share} aria-label={label} />
      </Bar.Root>
      <Button size="compact-sm" variant="default" onClick={stop} disabled={!progress}>
        {t("job.stop")}
      </Button>
    </div>
  );
}
