import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { SearchX, UsersRound } from "lucide-react";
import { useCallback } from "react";
import type { Cursor } from "@/api/pages";
import { pageQuery } from "@/api/parties";
import { OWN } from "@/api/party";
import type { Party, PartyKind } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { ownTyping } from "@/parts/fields/ownValues";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import type { Column } from "@/parts/table/column";
import { PagedGrid } from "@/parts/table/PagedGrid";
import type { Selection } from "@/parts/table/selection";
import type { Columns } from "@/parts/table/useColumns";
import { t } from "@/messages/messages";
import { editField } from "./editField";
import type { useList } from "./useList";

const LABELS = { person: "people.title", organization: "organizations.title", everybody: "everybody.title" } as const;
const idOf = (party: Party) => party.id;
const nameOf = (party: Party) => party.name;

interface Props {
  /** The kind of party; both if not given. */
  kind: PartyKind | undefined;
  list: ReturnType<typeof useList>;
  columns: Columns<Party>;
  /** How many match, once that is known. */
  total: number | undefined;
  selection: Selection;
  setSelection: (selection: Selection) => void;
}

/** The parties of a request as a table. */
export function PartiesTable({ kind, list, columns, total, selection, setSelection }: Props) {
  const navigate = useNavigate();
  const own = useOwnFields(kind);
  const asking = useCallback((cursor: Cursor) => pageQuery(list.request, cursor), [list.request]);
  const open = useCallback(
    (party: Party) => void navigate({ to: "/parties/$id", params: { id: party.id } }),
    [navigate],
  );

  function save(party: Party, column: Column<Party>, text: string) {
    const name = column.id.slice(OWN.length);
    const field = column.id.startsWith(OWN) ? own.find((one) => one.name === name) : undefined;
    const stored = (field && ownTyping(field)?.read(text, party.more[name] ?? "")) ?? text;
    void editField(party, column, stored);
  }

  return (
    <PagedGrid
      label={t(LABELS[kind ?? "everybody"])}
      columns={columns}
      asking={asking}
      total={total}
      empty={<Nobody kind={kind} list={list} />}
      sort={list.sort}
      setSort={(sort) => list.set({ sort })}
      selection={selection}
      setSelection={setSelection}
      idOf={idOf}
      nameOf={nameOf}
      open={open}
      save={save}
    />
  );
}

/** A list without parties: because of what is asked for, or because there are none yet. */
function Nobody({ kind = "person", list }: Pick<Props, "list"> & { kind: PartyKind | undefined }) {
  if (list.request.q !== undefined || list.request.filter !== undefined) {
    return (
      <EmptyState
        icon={SearchX}
        title={t("people.none.title")}
        text={t("people.none.text")}
        actions={
          <Button variant="default" onClick={() => list.set({ q: undefined, filter: undefined })}>
            {t("people.none.clear")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={UsersRound}
      title={t(`people.empty.${kind}`)}
      text={t("people.empty.text")}
      actions={<Button onClick={() => list.set({ add: true })}>{t(`people.add.${kind}`)}</Button>}
    />
  );
}
