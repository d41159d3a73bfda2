import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type DragEvent, memo, useState } from "react";
import { t } from "@/words/words";
import { type Column, styleOf } from "./column";
import classes from "./Grid.module.css";
import { ResizeGrip } from "./ResizeGrip";
import type { Columns } from "./useColumns";

interface Props<Row> {
  columns: Columns<Row>;
  /** What the list is sorted by; a minus before it means from the last to the first. */
  sort: string;
  setSort: (sort: string) => void;
  chosen: "all" | "some" | "none";
  chooseAll: () => void;
}

function ariaSort(column: Column<never>, sort: string) {
  if (column.sort === undefined) return undefined;
  if (sort === column.sort) return "ascending";
  return sort === `-${column.sort}` ? "descending" : "none";
}

/** The names of the columns: press to sort, drag to order, pull at the edge to resize. */
function Header<Row>({ columns, sort, setSort, chosen, chooseAll }: Props<Row>) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const widths = columns.shown.map(columns.widthOf);
  function drop(event: DragEvent, before: string) {
    event.preventDefault();
    if (dragged && dragged !== before) columns.move(dragged, before);
    setDragged(undefined);
    setOver(undefined);
  }
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      <div role="columnheader" aria-colindex={1} className={clsx(classes.headCell, classes.pick, classes.stays)}>
        <input
          ref={(box) => {
            if (box) box.indeterminate = chosen === "some";
          }}
          type="checkbox"
          className={classes.check}
          aria-label={t("table.chooseAll")}
          checked={chosen === "all"}
          onChange={chooseAll}
          tabIndex={-1}
        />
      </div>
      {columns.shown.map((column, place) => {
        const direction = ariaSort(column as Column<never>, sort);
        const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
        const next = direction === "ascending" ? `-${column.sort}` : column.sort;
        return (
          <div
            key={column.id}
            role="columnheader"
            tabIndex={-1}
            aria-colindex={place + 2}
            aria-label={column.label}
            aria-sort={direction}
            className={clsx(
              classes.headCell,
              column.numeric && classes.numeric,
              column.stays && classes.stays,
              over === column.id && classes.over,
            )}
            style={styleOf(column, widths, place)}
            draggable
            onDragStart={() => setDragged(column.id)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(column.id);
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => drop(event, column.id)}
          >
            {column.sort ? (
              <button type="button" onClick={() => setSort(next ?? "")} title={t("table.sort", { column: column.label })}>
                <span className={classes.text}>{column.label}</span>
                {direction !== "none" && <Arrow size={13} aria-hidden="true" />}
              </button>
            ) : (
              <span className={classes.text}>{column.label}</span>
            )}
            <ResizeGrip column={column.label} width={columns.widthOf(column)} resize={(width) => columns.resize(column.id, width)} />
          </div>
        );
      })}
    </div>
  );
}

export const GridHeader = memo(Header) as typeof Header;
