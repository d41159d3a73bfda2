import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { CalendarPlus, SearchX } from "lucide-react";
import type { WholeParty } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { endOf } from "./days";
import { PieceRow } from "./PieceRow";
import { pointAt } from "./pointAt";
import { QuickAdd } from "./QuickAdd";
import { byMonth } from "./timeline";
import classes from "./timeline.module.css";
import { TimelineFilters } from "./TimelineFilters";
import { usePartySearch } from "./usePartySearch";
import { useTimeline } from "./useTimeline";

const AT_ONCE = 100;

/** Everything that happened, the latest first. */
export function Timeline({ party }: { party: WholeParty }) {
  const { search, set } = usePartySearch();
  const timeline = useTimeline(party);
  const [rows, setRows] = useState(AT_ONCE);
  const { shown } = timeline;
  const place = shown.findIndex((one) => one.piece.id === search.piece || one.corrections.some(({ id }) => id === search.piece));
  const pointed = shown[place]?.piece.id;
  const visible = shown.slice(0, Math.max(rows, place + 1));
  useEffect(() => {
    // At once: content that loads above it must not move it out of view.
    if (pointed) pointAt(pointed, "auto");
  }, [pointed]);

  // A highlighted piece may be older than what is loaded.
  const isWanting = search.piece !== undefined && place < 0 && timeline.hasOlder && !timeline.isLoadingOlder;
  const { loadOlder } = timeline;
  useEffect(() => {
    if (isWanting) loadOlder();
  }, [isWanting, loadOlder]);

  const end = search.as_of ? endOf(search.as_of) : undefined;
  const clear = () => set({ family: undefined, q: undefined });
  return (
    <div className={classes.timeline}>
      <QuickAdd />
      {timeline.error && <ErrorState thrown={timeline.error} again={timeline.again} compact />}
      {timeline.isLoading && <CardSkeleton />}
      {timeline.all.length > 0 && <TimelineFilters families={timeline.families} count={shown.length} />}
      {!timeline.isLoading && timeline.all.length === 0 && (
        <EmptyState icon={CalendarPlus} title={t("party.timeline.empty")} text={t("party.timeline.empty.text")} />
      )}
      {timeline.all.length > 0 && shown.length === 0 && (
        <EmptyState
          icon={SearchX}
          title={t("party.timeline.none")}
          text={t("party.timeline.none.text")}
          actions={
            <Button variant="default" onClick={clear}>
              {t("party.timeline.clear")}
            </Button>
          }
        />
      )}
      {byMonth(visible).map(({ title, threads }) => (
        <section key={title ?? ""} className={classes.month}>
          <h3 className={classes.monthTitle}>{title ?? t("time.unknown")}</h3>
          <ol className={classes.pieces}>
            {threads.map((thread) => (
              <PieceRow
                key={thread.piece.id}
                party={party}
                thread={thread}
                nameOf={timeline.nameOf}
                isPointed={thread.piece.id === pointed}
                end={end}
              />
            ))}
          </ol>
        </section>
      ))}
      {visible.length < shown.length && (
        <Button variant="subtle" onClick={() => setRows(visible.length + AT_ONCE)}>
          {t("party.timeline.more", { count: shown.length - visible.length })}
        </Button>
      )}
      {visible.length === shown.length && timeline.hasOlder && (
        <Button variant="subtle" loading={timeline.isLoadingOlder} onClick={timeline.loadOlder}>
          {t("party.timeline.older")}
        </Button>
      )}
    </div>
  );
}
