import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { recordCountQuery, typesQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import layout from "@/parts/list.module.css";
import { NumberText } from "@/parts/NumberText";
import { Page } from "@/parts/Page";
import { choiceField } from "@/parts/recordFields";
import { SearchField } from "@/parts/SearchField";
import { PageSkeleton } from "@/parts/Skeletons";
import { ViewSwitch } from "@/parts/ViewSwitch";
import { t } from "@/messages/messages";
import { AddButton } from "./AddButton";
import { MissingType } from "./MissingType";
import { MoreMenu } from "./MoreMenu";
import { NoRecords } from "./NoRecords";
import { RecordsList } from "./RecordsList";
import classes from "./records.module.css";
import type { RecordsSearch } from "./routes";

const AddRecordDialog = lazy(() => import("./AddRecordDialog"));
const ImportTableDialog = lazy(() => import("./ImportTableDialog"));
const RecordBoard = lazy(() => import("./RecordBoard"));

/** All records of a type. */
export default function RecordsPage() {
  const { plural } = useParams({ from: "/records/$plural" });
  const { data: types, error, refetch } = useQuery(typesQuery);
  const of = types?.find((one) => one.plural === plural);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!types) return <PageSkeleton />;
  return of ? <Records key={plural} of={of} /> : <MissingType />;
}

/** The records of a type as a table; as a board too, if it has a field whose choices are lanes. */
function Records({ of }: { of: RecordType }) {
  const search = useSearch({ from: "/records/$plural" });
  const navigate = useNavigate();
  const set = (change: Partial<RecordsSearch>) =>
    void navigate({ to: "/records/$plural", params: { plural: of.plural }, search: { ...search, ...change }, replace: true });
  const { data: count } = useQuery(recordCountQuery(of.plural, search.q));
  const by = choiceField(of);
  const isBoard = by !== undefined && search.view === "board";
  const label = t("records.search", { title: of.plural_title.toLowerCase() });
  const bar = (
    <div className={isBoard ? layout.bar : classes.bar}>
      <SearchField label={label} className={isBoard ? layout.search : classes.search} value={search.q} ask={(q) => set({ q })} />
      {isBoard && <div className={layout.grow} />}
      {by && <ViewSwitch isBoard={isBoard} show={(view) => set({ view })} />}
    </div>
  );
  return (
    <Page
      as={isBoard ? "wide" : "roomy"}
      title={of.plural_title}
      note={count !== undefined && <NumberText value={count} />}
      actions={
        <>
          <MoreMenu of={of} importTable={() => set({ table: true })} />
          <AddButton of={of} add={() => set({ add: true })} />
        </>
      }
    >
      {isBoard ? (
        <div className={layout.layout}>
          {bar}
          <div className={layout.rest}>
            <Suspense>{count === 0 ? <NoRecords of={of} q={search.q} set={set} /> : <RecordBoard of={of} by={by} search={search} />}</Suspense>
          </div>
        </div>
      ) : (
        <>
          {bar}
          <RecordsList of={of} search={search} set={set} />
        </>
      )}
      <Suspense>
        {search.add && <AddRecordDialog of={of} party={search.party} close={() => set({ add: undefined, party: undefined })} />}
        {search.table && <ImportTableDialog of={of} close={() => set({ table: undefined })} />}
      </Suspense>
    </Page>
  );
}
