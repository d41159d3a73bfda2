import { Button, SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { useRef } from "react";
import type { ImportGuess, Upload } from "@/api/wire";
import { t } from "@/messages/messages";
import { ColumnsTable } from "./ColumnsTable";
import classes from "./columns.module.css";
import { EarlierNotes } from "./EarlierNotes";
import { FirstRows } from "./FirstRows";
import { Happenings } from "./Happenings";
import { MappingText } from "./MappingText";
import { TomlProblem } from "./mapping/toml";
import { Mistakes } from "./Mistakes";
import { Notice } from "./Notice";
import { Questions } from "./Questions";
import { Settings } from "./Settings";
import steps from "./steps.module.css";
import { type Trial, useTrial } from "./trial";
import { type Mapped, useNewImport } from "./useMapping";
import { useStill } from "./useStill";

interface Props {
  file: Upload;
  guess: ImportGuess;
  mapped: Mapped;
}

interface BodyProps extends Props {
  trial: Trial;
}

/** The mapping as a table, or why its text cannot be shown as one. */
function AsTable({ guess, mapped, trial }: BodyProps) {
  const { set } = useNewImport();
  const { mapping, change } = mapped;
  if (!mapping) return null;
  if (mapping instanceof TomlProblem) {
    return (
      <Notice icon={CircleAlert} tone="bad" title={t("imports.text.broken")} isUrgent>
        <p>{t("imports.text.brokenAt", { line: mapping.line, column: mapping.column, problem: mapping.message })}</p>
        <Button size="compact-sm" variant="default" onClick={() => set({ as: "text" })}>
          {t("imports.text.open")}
        </Button>
      </Notice>
    );
  }
  return <ColumnsTable guess={guess} mapping={mapping} problems={trial.data?.problems ?? []} change={change} />;
}

/** The second step: the meaning of each column, with a preview of the first rows. */
export function ColumnsStep(props: Props) {
  const { file, guess, mapped } = props;
  const { mapping } = mapped;
  const { search, set } = useNewImport();
  const navigate = useNavigate();
  const trial = useTrial(guess, mapped.text);
  const isText = search.as === "text";
  const box = useRef<HTMLDivElement>(null);
  useStill(box);
  const next = () => void navigate({ to: "/imports/new", search: (before) => ({ ...before, step: "check" as const }) });
  return (
    <div ref={box}>
      <EarlierNotes file={file} mapped={mapped} />
      <Questions guess={guess} mapped={mapped} />
      <section aria-labelledby="columns">
        <header className={classes.titleRow}>
          <h2 id="columns">{t("imports.columns.title")}</h2>
          <span className={classes.soft}>{t("imports.columns.count", { count: guess.columns.length })}</span>
          <span className={classes.grow} />
          {mapped.isCorrected && (
            <Button size="compact-sm" variant="subtle" onClick={() => mapped.setText(undefined)}>
              {t("imports.columns.reset")}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("imports.view")}
            value={isText ? "text" : "table"}
            onChange={(view) => set({ as: view === "text" ? "text" : undefined })}
            data={[
              { value: "table", label: t("imports.view.table") },
              { value: "text", label: t("imports.view.text") },
            ]}
          />
        </header>
        {trial.error && !isText && <Mistakes thrown={trial.error} />}
        {isText ? <MappingText text={mapped.text} setText={mapped.setText} thrown={trial.error} /> : <AsTable {...props} trial={trial} />}
      </section>
      <FirstRows title={t("imports.rows.soon")} rows={trial.error ? [] : trial.data?.rows} refused={trial.data?.problems.length ?? 0} isOld={!trial.isSettled} />
      {!isText && mapping && !(mapping instanceof TomlProblem) && (
        <>
          <Happenings guess={guess} mapping={mapping} change={mapped.change} />
          <Settings guess={guess} mapping={mapping} change={mapped.change} />
        </>
      )}
      <footer className={steps.foot}>
        <span className={steps.footNote}>{t("imports.columns.next")}</span>
        <Button onClick={next} disabled={trial.isError}>
          {t("imports.columns.check")}
        </Button>
      </footer>
    </div>
  );
}
