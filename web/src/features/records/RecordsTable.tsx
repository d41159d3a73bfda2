import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Cursor } from "@/api/pages";
import { recordPageQuery } from "@/api/records";
import type { RecordType, StoredRecord } from "@/api/wire";
import type { Column } from "@/parts/table/column";
import { PagedGrid } from "@/parts/table/PagedGrid";
import type { Selection } from "@/parts/table/selection";
import type { Columns } from "@/parts/table/useColumns";
import { cellTyping } from "@/parts/fields/cells";
import { editCell } from "./editCell";
import { fieldNamed, valueIn } from "@/parts/fields/allFields";
import { NoRecords } from "./NoRecords";
import { SORT } from "./search";
import type { RecordList } from "./useRecordList";

const idOf = (record: StoredRecord) => record.id;
const nameOf = (record: StoredRecord) => record.name;

interface Props {
  of: RecordType;
  list: RecordList;
  columns: Columns<StoredRecord>;
  /** How many match, once that is known. */
  total: number | undefined;
  selection: Selection;
  setSelection: (selection: Selection) => void;
}

/** The records of a request as a table. */
export function RecordsTable({ of, list, columns, total, selection, setSelection }: Props) {
  const navigate = useNavigate();
  const { request, set } = list;
  const asking = useCallback((cursor: Cursor) => recordPageQuery(of.plural, request, cursor), [of.plural, request]);
  const open = (record: StoredRecord) => void navigate({ to: "/records/$plural/$id", params: { plural: of.plural, id: record.id } });
  function save(record: StoredRecord, column: Column<StoredRecord>, text: string) {
    const field = fieldNamed(of, column.id);
    const typing = field && cellTyping(field);
    if (typing) void editCell(of, record, field, typing.read(text, valueIn(record, field.name)));
  }
  return (
    <PagedGrid
      label={of.plural_title}
      columns={columns}
      asking={asking}
      total={total}
      empty={<NoRecords of={of} list={list} />}
      sort={request.sort ?? SORT}
      setSort={(sort) => set({ sort: sort === SORT ? undefined : sort })}
      sortsBySeveral
      selection={selection}
      setSelection={setSelection}
      idOf={idOf}
      nameOf={nameOf}
      open={open}
      save={save}
    />
  );
}
