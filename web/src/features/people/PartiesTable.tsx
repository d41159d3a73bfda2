import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { SearchX, UsersRound } from "lucide-react";
import { useCallback, useState } from "react";
import { PAGE_ROWS } from "@/api/parties";
import type { Party, PartyKind } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import type { Column } from "@/parts/table/column";
import { Grid } from "@/parts/table/Grid";
import type { Selection } from "@/parts/table/selection";
import type { Columns } from "@/parts/table/useColumns";
import { MOST_ROWS, usePages } from "@/parts/table/usePages";
import { t } from "@/messages/messages";
import { editField } from "./editField";
import type { useList } from "./useList";

const UNKNOWN_ROWS = 30;
const LABELS = { person: "people.title", organization: "organizations.title", everybody: "everybody.title" } as const;
const idOf = (party: Party) => party.id;
const nameOf = (party: Party) => party.name;
const save = (party: Party, column: Column<Party>, value: string) => void editField(party, column.id, value);

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
  const [range, setRange] = useState({ from: 0, to: PAGE_ROWS - 1 });
  const pages = usePages(list.request, range.from, range.to);
  const inSight = useCallback((first: number, last: number) => {
    // To whole pages, so that scrolling within them renders nothing again.
    const from = first - (first % PAGE_ROWS);
    const to = last - (last % PAGE_ROWS) + PAGE_ROWS - 1;
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
  }, []);
  const open = useCallback(
    (party: Party) => void navigate({ to: "/parties/$id", params: { id: party.id } }),
    [navigate],
  );

  if (pages.error && pages.known === 0) return <ErrorState thrown={pages.error} again={pages.again} />;
  if (pages.ended && pages.known === 0) {
    const isAsked = list.request.q !== undefined || list.request.filter !== undefined;
    return isAsked ? (
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
    ) : (
      <EmptyState
        icon={UsersRound}
        title={t(`people.empty.${kind ?? "person"}`)}
        text={t("people.empty.text")}
        actions={<Button onClick={() => list.set({ add: true })}>{t(`people.add.${kind ?? "person"}`)}</Button>}
      />
    );
  }
  const expected = pages.ended ? pages.known : Math.max(total ?? UNKNOWN_ROWS, pages.known);
  return (
    <Grid
      label={t(LABELS[kind ?? "everybody"])}
      columns={columns}
      rowAt={pages.rowAt}
      count={Math.min(expected, MOST_ROWS)}
      total={total ?? expected}
      sort={list.sort}
      setSort={(sort) => list.set({ sort })}
      selection={selection}
      setSelection={setSelection}
      idOf={idOf}
      nameOf={nameOf}
      open={open}
      save={save}
      inSight={inSight}
    />
  );
}
