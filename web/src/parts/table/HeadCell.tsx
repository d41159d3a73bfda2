import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { DragEventHandler } from "react";
import { t } from "@/messages/messages";
import { type Column, styleOf } from "./column";
import classes from "./Grid.module.css";
import { ResizeGrip } from "./ResizeGrip";
import type { Columns } from "./useColumns";

interface Props<Row> {
  column: Column<Row>;
  columns: Columns<Row>;
  place: number;
  widths: number[];
  sort: string;
  setSort: (sort: string) => void;
  /** Whether it is in the tab order. */
  isStop: boolean;
  stopHere: () => void;
  /** Whether a column is dragged over this one. */
  isOver: boolean;
  dragging: Record<"onDragStart" | "onDragOver" | "onDragLeave" | "onDrop", DragEventHandler>;
}

const KEYS = "Shift+ArrowLeft Shift+ArrowRight";

function ariaSort(column: Pick<Column<never>, "sort">, sort: string) {
  if (column.sort === undefined) return undefined;
  if (sort === column.sort) return "ascending";
  return sort === `-${column.sort}` ? "descending" : "none";
}

/** The header of a column: click to sort, drag to move, drag the edge to resize. */
export function HeadCell<Row>({ column, columns, place, widths, sort, setSort, isStop, stopHere, isOver, dragging }: Props<Row>) {
  const direction = ariaSort(column, sort);
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  const next = direction === "ascending" ? `-${column.sort}` : column.sort;
  const stop = { "data-stop": true, "aria-keyshortcuts": KEYS, tabIndex: isStop ? 0 : -1 };
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      {...(!column.sort && stop)}
      aria-colindex={place + 2}
      aria-label={column.label}
      aria-sort={direction}
      className={clsx(classes.headCell, column.numeric && classes.numeric, column.stays && classes.stays, isOver && classes.over)}
      style={styleOf(column, widths, place)}
      onFocus={stopHere}
      draggable
      {...dragging}
    >
      {column.sort ? (
        <button type="button" {...stop} onClick={() => setSort(next ?? "")} title={t("table.sort", { column: column.label })}>
          <span className={classes.text}>{column.label}</span>
          {direction !== "none" && <Arrow size={13} aria-hidden="true" />}
        </button>
      ) : (
        <span className={classes.text}>{column.label}</span>
      )}
      <ResizeGrip column={column.label} width={columns.widthOf(column)} resize={(width) => columns.resize(column.id, width)} />
    </div>
  );
}
