import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type VocabularyVersion, vocabulariesQuery, versionQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { HistoryRow } from "./HistoryRow";
import { JobProgress } from "./JobProgress";
import { UseAgainDialog } from "./UseAgainDialog";
import { useAdoption } from "./useAdoption";
import { VersionView } from "./VersionView";
import classes from "./vocabularies.module.css";

interface Props {
  name: string;
  /** Every version of the vocabulary. */
  versions: VocabularyVersion[];
}

const COLUMNS = ["version", "state", "from", "by", "to", "actions"] as const;

/** The versions of a vocabulary, the newest first: when each was active, its text, and how to restore it. */
export function History({ name, versions }: Props) {
  const { show, against: other } = useSearch({ from: "/vocabularies/$name" });
  const navigate = useNavigate({ from: "/vocabularies/$name" });
  const kept = useQueryClient();
  const inUse = kept.getQueryData(vocabulariesQuery.queryKey)?.find((one) => one.name === name);
  const [asked, setAsked] = useState<Vocabulary>();
  const { adopt, isRunning, progress, stop } = useAdoption();
  const newestFirst = versions.toSorted((one, two) => two.version - one.version);
  const askAgain = (version: number) => kept.ensureQueryData(versionQuery(name, version)).then(setAsked, toastProblem);
  const look = (search: { show?: number; against?: number }) => void navigate({ search, resetScroll: false });
  return (
    <section className={classes.section}>
      <h2 id="history">{t("history.title")}</h2>
      <p className={classes.soft}>{t("history.text")}</p>
      {isRunning && <JobProgress label={t("use.running", { name })} progress={progress} stop={stop} />}
      {/* Its own box scrolls where the table is wider than the screen. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroller} role="region" aria-labelledby="history" tabIndex={0}>
        <table className={classes.history}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`history.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newestFirst.map((version, place) => (
              <HistoryRow
                key={version.version}
                version={version}
                replaced={newestFirst[place - 1]?.created_at}
                inUse={inUse?.version ?? undefined}
                look={look}
                useAgain={() => void askAgain(version.version)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {show && <VersionView name={name} versions={newestFirst} show={show} other={other} look={look} />}
      {asked && (
        <UseAgainDialog
          vocabulary={asked}
          close={() => setAsked(undefined)}
          confirm={() => void adopt(asked.toml, inUse)}
        />
      )}
    </section>
  );
}
