import { Button } from "@mantine/core";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/messages/messages";
import { countChosen, EVERYTHING, NOTHING, type Selection } from "./selection";
import classes from "./SelectionBar.module.css";
import type { Run } from "./useRun";

interface Props {
  total: number;
  selection: Selection;
  setSelection: (selection: Selection) => void;
  /** What is being done with the selected rows. */
  run: Pick<Run, "progress" | "stop">;
  /** What can be done with them. */
  children: ReactNode;
}

/** How many rows are selected, and what can be done with them; while something is, how far that has come. */
export function SelectionBar({ total, selection, setSelection, run, children }: Props) {
  const count = countChosen(selection, total);
  if (run.progress) {
    return (
      <div className={classes.chosen} role="status">
        {t("chosen.working", { ...run.progress })}
        <Button size="xs" variant="default" onClick={run.stop}>
          {t("chosen.stop")}
        </Button>
      </div>
    );
  }
  return (
    <section className={classes.chosen} aria-label={t("chosen.count", { count })}>
      <strong className="numeric">{t("chosen.count", { count })}</strong>
      {count < total && (
        <Button size="xs" variant="subtle" onClick={() => setSelection(EVERYTHING)}>
          {t("chosen.all", { total })}
        </Button>
      )}
      {children}
      <Button size="xs" variant="subtle" color="gray" onClick={() => setSelection(NOTHING)} aria-label={t("chosen.clear")} px={6}>
        <X size={16} aria-hidden="true" />
      </Button>
    </section>
  );
}
