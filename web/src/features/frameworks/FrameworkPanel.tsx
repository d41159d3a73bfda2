import { useQuery } from "@tanstack/react-query";
import type { FrameworkTried } from "@/api/frameworks";
import type { Progress } from "@/api/jobs";
import { vocabulariesQuery } from "@/api/vocabularies";
import { t } from "@/messages/messages";
import classes from "../vocabularies/editor/editor.module.css";
import { TryResult } from "../vocabularies/editor/TryResult";
import { JobProgress } from "../vocabularies/JobProgress";

interface Props {
  tried: FrameworkTried | undefined;
  /** Whether the text has changed since. */
  isOld: boolean;
  running: { label: string; progress: Progress | undefined; stop: () => void } | undefined;
}

/** What a framework would mean for every vocabulary in use. */
export function FrameworkPanel({ tried, isOld, running }: Props) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const of = (name: string) => vocabularies.find((one) => one.name === name);
  return (
    // It scrolls by itself on wide screens, and then has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className={classes.panel} aria-label={t("frameworks.editor.panel")} tabIndex={0}>
      {running && <JobProgress {...running} />}
      {!tried && !running && <p className={classes.soft}>{t("frameworks.editor.none")}</p>}
      {tried?.vocabularies.length === 0 && <p role="status">{t("frameworks.try.nobody")}</p>}
      {tried?.vocabularies.map((one) => {
        const vocabulary = of(one.vocabulary);
        if (!vocabulary) return undefined;
        return (
          <section key={one.vocabulary}>
            <h2>{t("frameworks.try.in", { vocabulary: vocabulary.title })}</h2>
            <TryResult tried={one} before={vocabulary} after={vocabulary} isOld={isOld} />
          </section>
        );
      })}
    </aside>
  );
}
