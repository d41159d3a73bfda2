import "./messages";
import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type FormEvent, lazy, Suspense, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { changeRecord, hideRecord, recordQuery, restoreRecord, typesQuery, type VersionedRecord } from "@/api/records";
import { keys } from "@/api/keys";
import type { RecordType, StoredRecord } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import type { Values } from "@/parts/fields/values";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { BackLink } from "./BackLink";
import { MissingType } from "./MissingType";
import { type Draft, RecordForm } from "./RecordForm";
import classes from "./records.module.css";

const DealStage = lazy(() => import("./deals/DealStage"));
const RecordEvidence = lazy(() => import("./RecordEvidence"));
const DealTasks = lazy(() => import("./deals/DealTasks"));
const QuotesOfDeal = lazy(() => import("@/features/quotes/QuotesOfDeal"));
const RecordHistory = lazy(() => import("./RecordHistory"));

/** One record, to be read and edited in place. */
export default function RecordPage() {
  const { plural, id } = useParams({ from: "/records/$plural/$id" });
  const types = useQuery(typesQuery);
  const found = useQuery(recordQuery(plural, id));
  const of = types.data?.find((one) => one.plural === plural);
  const error = types.error ?? found.error;
  if (types.data && !of) return <MissingType />;
  if (error && !found.data) return <ErrorState thrown={error} again={() => void (types.error ? types : found).refetch()} />;
  if (!of || !found.data) return <PageSkeleton />;
  return <Shown key={found.data.tag} of={of} found={found.data} />;
}

const draftOf = (record: StoredRecord): Draft => ({ name: record.name, owner: record.owner ?? "", fields: { ...record.fields } as Values });

/** What was changed in a form: the fields that differ. */
function changedIn(record: StoredRecord, draft: Draft) {
  const before = record.fields as Values;
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(value ?? null);
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(differs));
  return {
    ...(draft.name !== record.name && { name: draft.name }),
    ...(draft.owner !== (record.owner ?? "") && { owner: draft.owner || null }),
    fields: fields as Record<string, never>,
  };
}

function Shown({ of, found: { record, tag } }: { of: RecordType; found: VersionedRecord }) {
  const [draft, setDraft] = useState(() => draftOf(record));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const again = () => void queries.invalidateQueries({ queryKey: keys.records(of.plural) });
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await changeRecord(of.plural, record.id, tag, changedIn(record, draft));
      toast({ message: t("records.saved") });
      again();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
  }
  async function setHidden(hidden: boolean) {
    const [act, back] = hidden ? [hideRecord, restoreRecord] : [restoreRecord, hideRecord];
    await act(of.plural, record.id);
    again();
    const undo = () => back(of.plural, record.id);
    toast({ message: t(hidden ? "records.hidden" : "records.restored", { name: record.name }), undo });
  }
  return (
    <Page
      as="text"
      title={record.name}
      back={<BackLink of={of} />}
      actions={
        <Button variant="default" size="xs" onClick={() => void setHidden(!record.hidden)}>
          {t(record.hidden ? "records.restore" : "records.hide")}
        </Button>
      }
    >
      {record.hidden && (
        <Alert color="gray" mb="md">
          {t("records.hidden.note")}
        </Alert>
      )}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <RecordForm of={of} draft={draft} problem={problem} change={setDraft}>
          <Button type="submit" loading={busy}>
            {t("records.save")}
          </Button>
        </RecordForm>
        {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
      </form>
      {record.external.length > 0 && <ExternalIds record={record} />}
      <Suspense>
        {of.name === "deal" && <DealStage record={record} />}
        {of.name === "deal" && <QuotesOfDeal deal={record} />}
        {of.name === "deal" && <DealTasks deal={record} />}
        {/* Evidence alone gives a record a state. */}
        {record.state !== null && <RecordEvidence of={of} record={record} />}
        <RecordHistory of={of} record={record} />
      </Suspense>
    </Page>
  );
}

/** What other systems call it. */
function ExternalIds({ record }: { record: StoredRecord }) {
  return (
    <dl className={classes.about}>
      {record.external.map(({ system, id }) => (
        <div key={`${system}:${id}`}>
          <dt>{system}</dt>
          <dd>{id}</dd>
        </div>
      ))}
    </dl>
  );
}
