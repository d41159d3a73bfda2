import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import { countQuery, whoQuery } from "@/api/parties";
import type { PartyKind } from "@/api/wire";
import classes from "@/parts/list.module.css";
import { NumberText } from "@/parts/NumberText";
import { Page } from "@/parts/Page";
import { useSelection } from "@/parts/table/useSelection";
import { UnknownVocabulary } from "@/parts/UnknownVocabulary";
import { useUnknownVocabulary } from "@/shell/useUnknownVocabulary";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import { PartiesTable } from "./PartiesTable";
import { Toolbar } from "./Toolbar";
import { useList } from "./useList";
import { usePartyColumns } from "./usePartyColumns";

const AddPartyDialog = lazy(() => import("./AddPartyDialog"));
const Board = lazy(() => import("./Board"));
const PartySelectionBar = lazy(() => import("./PartySelectionBar"));

const TITLES = { person: "people.title", organization: "organizations.title", everybody: "everybody.title" } as const;

/** All people, all organizations, or both: as a table or as a board. */
export function PartiesPage({ kind }: { kind?: PartyKind }) {
  const list = useList(kind);
  const { name, vocabulary } = useVocabulary();
  const unknown = useUnknownVocabulary();
  const columns = usePartyColumns(kind, vocabulary, name);
  const [selection, setSelection] = useSelection(whoQuery(list.request));
  const { data: count } = useQuery(countQuery(list.request));
  const total = count?.count ?? 0;
  const isBoard = list.search.view === "board";
  return (
    <Page
      as="wide"
      title={t(TITLES[kind ?? "everybody"])}
      note={count && <NumberText value={count.count} />}
      actions={
        <Button leftSection={<Plus size={16} aria-hidden="true" />} size="xs" onClick={() => list.set({ add: true })}>
          {t(`people.add.${kind ?? "person"}`)}
        </Button>
      }
    >
      <div className={classes.layout}>
        <Toolbar kind={kind} list={list} columns={columns} />
        <div className={classes.rest}>
          {unknown !== undefined ? (
            <UnknownVocabulary name={unknown} />
          ) : isBoard ? (
            <Suspense>
              <Board request={list.request} vocabulary={vocabulary} />
            </Suspense>
          ) : (
            <PartiesTable
              kind={kind}
              list={list}
              columns={columns}
              total={count?.count}
              selection={selection}
              setSelection={setSelection}
            />
          )}
          <Suspense>
            {(selection.all || selection.ids.size > 0) && (
              <PartySelectionBar request={list.request} total={total} selection={selection} setSelection={setSelection} />
            )}
          </Suspense>
        </div>
      </div>
      <Suspense>
        {list.search.add && <AddPartyDialog kind={kind ?? "person"} close={() => list.set({ add: undefined })} />}
      </Suspense>
    </Page>
  );
}
