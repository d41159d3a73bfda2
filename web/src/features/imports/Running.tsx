import { Button, Progress } from "@mantine/core";
import { useState } from "react";
import { cancelImport } from "@/api/imports";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import type { Import } from "@/api/wire";
import { toastProblem } from "@/shell/toast";
import { formatNumber, formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { Figures } from "./Figures";
import classes from "./one.module.css";
import { Steps } from "./Steps";
import { useSpeed } from "./useSpeed";

/** A running import: progress, speed, and a stop button. */
export function Running({ one }: { one: Import }) {
  const [isStopping, setStopping] = useState(false);
  const speed = useSpeed(one.rows_done);
  const share = one.bytes_total ? Math.min(1, one.bytes_done / one.bytes_total) : undefined;
  async function stop() {
    setStopping(true);
    try {
      await cancelImport(one.id);
    } catch (thrown) {
      toastProblem(thrown);
      setStopping(false);
    }
    void queries.invalidateQueries({ queryKey: keys.imports });
  }
  return (
    <>
      <Steps now="run" />
      <section className={classes.running} aria-labelledby="running">
        <header className={classes.runningHead}>
          <h2 id="running">{t(one.undoing ? "imports.undoing.title" : "imports.running.title")}</h2>
          <span className="numeric">{share !== undefined && formatShare(share)}</span>
        </header>
        <Progress.Root size="lg">
          <Progress.Section value={100 * (share ?? 0)} aria-label={t("imports.running.progress", { file: one.file })} />
        </Progress.Root>
        <p className={classes.pace}>
          <span className="numeric">{t("imports.running.rows", { count: one.rows_done })}</span>
          {speed !== undefined && speed > 0 && <span className="numeric">{t("imports.running.speed", { speed: formatNumber(Math.round(speed)) })}</span>}
        </p>
        <Figures counts={one} />
        <footer className={classes.runningFoot}>
          <span className={classes.soft}>{t("imports.running.leave")}</span>
          {!one.undoing && (
            <Button variant="default" loading={isStopping} onClick={() => void stop()}>
              {t("imports.running.stop")}
            </Button>
          )}
        </footer>
      </section>
    </>
  );
}
