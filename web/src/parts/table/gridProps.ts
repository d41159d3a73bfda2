import type { Column } from "./column";
import type { Selection } from "./selection";
import type { Columns } from "./useColumns";

/** What a table shows, and what it calls. */
export interface GridProps<Row> {
  label: string;
  columns: Columns<Row>;
  rowAt: (place: number) => Row | undefined;
  /** How many rows there is room for. */
  count: number;
  /** How many rows there are in all. */
  total: number;
  sort: string;
  setSort: (sort: string) => void;
  /** Whether it can be sorted by several columns. */
  sortsBySeveral?: boolean;
  selection: Selection;
  setSelection: (selection: Selection) => void;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  open: (row: Row) => void;
  save: (row: Row, column: Column<Row>, text: string) => void;
  /** Says which rows are in sight. */
  inSight: (first: number, last: number) => void;
}
