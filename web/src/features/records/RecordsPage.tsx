import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { recordCountQuery, typesQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import layout from "@/parts/list.module.css";
import { NumberText } from "@/parts/NumberText";
import { Page } from "@/parts/Page";
import { choiceField } from "@/parts/recordFields";
import { PageSkeleton } from "@/parts/Skeletons";
import { useColumns } from "@/parts/table/useColumns";
import { useSelection } from "@/parts/table/useSelection";
import { AddButton } from "./AddButton";
import { recordColumns, standardColumns } from "./columns";
import { MissingType } from "./MissingType";
import { MoreMenu } from "./MoreMenu";
import { NoRecords } from "./NoRecords";
import { RecordsTable } from "./RecordsTable";
import { Toolbar } from "./Toolbar";
import { useRecordList } from "./useRecordList";

const AddRecordDialog = lazy(() => import("./AddRecordDialog"));
const ImportTableDialog = lazy(() => import("./ImportTableDialog"));
const RecordBoard = lazy(() => import("./RecordBoard"));
const DealBoard = lazy(() => import("./deals/DealBoard"));
const RecordsSummary = lazy(() => import("./RecordsSummary"));
const RecordSelectionBar = lazy(() => import("./RecordSelectionBar"));

/** All records of a type. */
export default function RecordsPage() {
  const { plural } = useParams({ from: "/records/$plural" });
  const { data: types, error, refetch } = useQuery(typesQuery);
  const of = types?.find((one) => one.plural === plural);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!types) return <PageSkeleton />;
  return of ? <Records key={plural} of={of} /> : <MissingType />;
}

function useRecordColumns(of: RecordType) {
  const all = useMemo(() => recordColumns(of), [of]);
  const standard = useMemo(() => standardColumns(of), [of]);
  return useColumns(`records.${of.plural}`, all, standard);
}

/** The board of a type; that of deals shows a pipeline. */
const BoardOf = (props: Parameters<typeof RecordBoard>[0]) => (props.of.name === "deal" ? <DealBoard {...props} /> : <RecordBoard {...props} />);

/** The records of a type as a table; as a board too, if it has a field whose choices are lanes. */
function Records({ of }: { of: RecordType }) {
  const list = useRecordList(of);
  const { search, set, request } = list;
  const columns = useRecordColumns(of);
  const [selection, setSelection] = useSelection(request.filter);
  const { data: count } = useQuery(recordCountQuery(of.plural, request.filter));
  const by = choiceField(of);
  const isBoard = by !== undefined && search.view === "board";
  const view = isBoard || search.view === "summary" ? search.view : undefined;
  const bar = { of, request, total: count ?? 0, selection, setSelection };
  return (
    <Page
      as="wide"
      title={of.plural_title}
      note={count !== undefined && <NumberText value={count} />}
      actions={
        <>
          <MoreMenu of={of} filter={request.filter} importTable={() => set({ table: true })} />
          <AddButton of={of} add={() => set({ add: true })} />
        </>
      }
    >
      <div className={layout.layout}>
        <Toolbar of={of} list={list} view={view} columns={columns} />
        <div className={layout.rest}>
          {view !== undefined ? (
            <Suspense>
              {count === 0 && <NoRecords of={of} list={list} />}
              {count !== 0 && (isBoard ? <BoardOf of={of} by={by} list={list} /> : <RecordsSummary of={of} list={list} />)}
            </Suspense>
          ) : (
            <RecordsTable of={of} list={list} columns={columns} total={count} selection={selection} setSelection={setSelection} />
          )}
          <Suspense>{view === undefined && (selection.all || selection.ids.size > 0) && <RecordSelectionBar {...bar} />}</Suspense>
        </div>
      </div>
      <Suspense>
        {search.add && <AddRecordDialog of={of} party={search.party} close={() => set({ add: undefined, party: undefined })} />}
        {search.table && <ImportTableDialog of={of} close={() => set({ table: undefined })} />}
      </Suspense>
    </Page>
  );
}
