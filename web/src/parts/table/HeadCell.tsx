import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { DragEventHandler } from "react";
import { t } from "@/messages/messages";
import { type Column, styleOf } from "./column";
import classes from "./Grid.module.css";
import { ResizeGrip } from "./ResizeGrip";
import { ariaSort, sortAfter, sortedBy } from "./sorting";
import type { Columns } from "./useColumns";

interface Props<Row> {
  column: Column<Row>;
  columns: Columns<Row>;
  place: number;
  widths: number[];
  sort: string;
  setSort: (sort: string) => void;
  sortsBySeveral: boolean;
  /** Whether it is in the tab order. */
  isStop: boolean;
  stopHere: () => void;
  /** Whether a column is dragged over this one. */
  isOver: boolean;
  dragging: Record<"onDragStart" | "onDragOver" | "onDragLeave" | "onDrop", DragEventHandler>;
}

const KEYS = "Shift+ArrowLeft Shift+ArrowRight";

/** The header of a column: click to sort, with Shift by several; drag to move, drag the edge to resize. */
export function HeadCell<Row>({ column, columns, place, widths, sort, setSort, sortsBySeveral, isStop, stopHere, isOver, dragging }: Props<Row>) {
  const key = column.sort;
  const sorted = key === undefined ? undefined : sortedBy(sort, key);
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
  const stop = { "data-stop": true, "aria-keyshortcuts": KEYS, tabIndex: isStop ? 0 : -1 };
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      {...(!key && stop)}
      aria-colindex={place + 2}
      aria-label={column.label}
      aria-sort={key === undefined ? undefined : ariaSort(sorted)}
      className={clsx(classes.headCell, column.numeric && classes.numeric, column.stays && classes.stays, isOver && classes.over)}
      style={styleOf(column, widths, place)}
      onFocus={stopHere}
      draggable
      {...dragging}
    >
      {key ? (
        <button
          type="button"
          {...stop}
          onClick={({ shiftKey }) => setSort(sortAfter(sort, key, sortsBySeveral && shiftKey))}
          title={t(sortsBySeveral ? "table.sort.also" : "table.sort", { column: column.label })}
        >
          <span className={classes.text}>{column.label}</span>
          {sorted && <Arrow size={13} aria-hidden="true" />}
          {sorted?.among && <span className={classes.place}>{sorted.place}</span>}
        </button>
      ) : (
        <span className={classes.text}>{column.label}</span>
      )}
      <ResizeGrip column={column.label} width={columns.widthOf(column)} resize={(width) => columns.resize(column.id, width)} />
    </div>
  );
}
