import { useEffect, useRef, useState } from "react";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { JobProgress } from "../JobProgress";
import type { useAdoption } from "../useAdoption";
import classes from "./editor.module.css";
import { Guide } from "./Guide";
import { movesInWords } from "./summary";
import { TryResult } from "./TryResult";
import type { Outcome, useTrying } from "./useTrying";

interface Props {
  trying: ReturnType<typeof useTrying>;
  adoption: ReturnType<typeof useAdoption>;
  text: string;
  /** The vocabulary as the text has it. */
  vocabulary: Vocabulary;
  chooseRule: (stage: string) => void;
  insert: (what: string) => void;
}

/** Beside the text: the guide, the preview result, and the progress of jobs. */
export function Panel({ trying, adoption, text, vocabulary, chooseRule, insert }: Props) {
  const { outcome } = trying;
  const panel = useRef<HTMLElement>(null);
  // Open until there is a result; after that as the user leaves it until the next preview.
  const [guide, setGuide] = useState<{ of: Outcome | undefined; isOpen: boolean }>({ of: undefined, isOpen: true });
  const showsGuide = guide.of === outcome && guide.isOpen;
  useEffect(() => {
    if (!outcome) return;
    panel.current?.scrollTo({ top: 0 });
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [outcome]);
  return (
    // It scrolls by itself on wide screens, and then has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside ref={panel} className={classes.panel} aria-label={t("editor.panel")} tabIndex={0}>
      {trying.isRunning && <JobProgress label={t("try.running")} progress={trying.progress} stop={trying.stop} />}
      {adoption.isRunning && (
        <JobProgress label={t("use.running", { name: vocabulary.title })} progress={adoption.progress} stop={adoption.stop} />
      )}
      <p className={classes.announced} role="status">
        {outcome && !trying.isRunning && movesInWords(outcome.tried, outcome.before, outcome.after)}
      </p>
      {outcome && (
        <>
          <h2>{t("try.title")}</h2>
          <TryResult key={outcome.text} {...outcome} isOld={outcome.text !== text} />
        </>
      )}
      <details
        className={classes.guideBox}
        open={showsGuide}
        onToggle={(event) => setGuide({ of: outcome, isOpen: event.currentTarget.open })}
      >
        <summary>
          <h2>{t("guide.title")}</h2>
        </summary>
        <Guide vocabulary={vocabulary} chooseRule={chooseRule} insert={insert} />
      </details>
    </aside>
  );
}
