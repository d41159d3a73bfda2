import "../messages";
import { Button, CloseButton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpenText, Search } from "lucide-react";
import { useRef } from "react";
import { vocabulariesQuery } from "@/api/vocabularies";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { useShortcuts } from "@/shell/shortcuts";
import { t } from "@/messages/messages";
import { useStageCounts } from "../useStageCounts";
import { EntrySection } from "./EntrySection";
import { type Entry, entriesOf, found, foundOwn } from "./entries";
import classes from "./glossary.module.css";
import { OwnTerms } from "./OwnTerms";
import { useArrival } from "./useArrival";
import { TermIndex } from "./TermIndex";

function SearchField({ q, search, count }: { q: string; search: (q: string) => void; count: number }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => field.current?.focus() });
  return (
    <div className={classes.search}>
      <TextInput
        ref={field}
        aria-label={t("glossary.search")}
        placeholder={t("glossary.search")}
        leftSection={<Search size={16} aria-hidden="true" />}
        rightSection={q && <CloseButton size="sm" aria-label={t("glossary.none.clear")} onClick={() => search("")} />}
        value={q}
        onChange={(event) => search(event.currentTarget.value)}
      />
      <p className={classes.soft} role="status">
        {q && t("glossary.found", { count })}
      </p>
    </div>
  );
}

function Nothing({ q, clear }: { q: string; clear: () => void }) {
  return (
    <EmptyState
      icon={BookOpenText}
      title={t("glossary.none.title", { q })}
      text={t("glossary.none.text")}
      actions={
        <Button variant="default" onClick={clear}>
          {t("glossary.none.clear")}
        </Button>
      }
    />
  );
}

function Entries({ entries, names, arrived }: { entries: Entry[]; names: string[]; arrived: string }) {
  const { countOf } = useStageCounts(names);
  return entries.map((entry) => <EntrySection key={entry.id} entry={entry} countOf={countOf} isArrived={arrived === entry.id} />);
}

/** The glossary: what every term means in each way of working and in the active vocabularies. */
export default function GlossaryPage() {
  const { q = "" } = useSearch({ from: "/glossary" });
  const navigate = useNavigate({ from: "/glossary" });
  const { data: vocabularies, error, refetch } = useQuery(vocabulariesQuery);
  const arrived = useArrival(vocabularies !== undefined);
  const search = (text: string) => void navigate({ search: text === "" ? {} : { q: text }, replace: true, resetScroll: false });
  const entries = found(entriesOf(vocabularies ?? []), q);
  const own = foundOwn(q);
  const count = entries.length + own.length;
  return (
    <Page title={t("glossary.title")}>
      <div className={classes.layout}>
        <TermIndex entries={entries} own={own} />
        <div className={classes.words}>
          <p className={classes.lead}>{t("glossary.lead")}</p>
          <SearchField q={q} search={search} count={count} />
          {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
          {!vocabularies && !error && <CardSkeleton />}
          {vocabularies && <Entries entries={entries} names={vocabularies.map((one) => one.name)} arrived={arrived} />}
          {own.length > 0 && <OwnTerms own={own} arrived={arrived} />}
          {vocabularies && count === 0 && <Nothing q={q} clear={() => search("")} />}
        </div>
      </div>
    </Page>
  );
}
