import clsx from "clsx";
import { memo } from "react";
import { t } from "@/messages/messages";
import { CellEditor } from "./CellEditor";
import { type Column, styleOf } from "./column";
import classes from "./Grid.module.css";

interface Props<Row> {
  row: Row | undefined;
  place: number;
  top: number;
  columns: Column<Row>[];
  widths: string;
  nameOf: (row: Row) => string;
  idOf: (row: Row) => string;
  chosen: boolean;
  /** The column the keys act on, if they act on this row. */
  active: number | undefined;
  editing: boolean;
  gridId: string;
  actions: RowActions<Row>;
}

/** What can be done with a row; the same object for all rows, so that they need not be drawn again. */
export interface RowActions<Row> {
  choose: (row: Row, place: number, toHere: boolean) => void;
  activate: (place: number, column: number) => void;
  open: (row: Row) => void;
  /** Lets a cell be edited in place. */
  edit: (place: number, column: number) => void;
  save: (row: Row, column: Column<Row>, text: string | undefined) => void;
}

function Row<Row>(props: Props<Row>) {
  const { row, place, top, columns, widths, chosen, active, editing, gridId, actions } = props;
  const widthOf = widths.split(",").map(Number);
  const at = `translateY(${top}px)`;
  if (row === undefined) {
    return (
      <div role="row" aria-rowindex={place + 2} aria-busy="true" className={classes.row} style={{ transform: at }}>
        <div role="gridcell" aria-colindex={1} className={clsx(classes.cell, classes.pick, classes.stays)} />
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={index + 2}
            className={clsx(classes.cell, column.stays && classes.stays)}
            style={styleOf(column, widthOf, index)}
          >
            <span className={classes.bone} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      aria-selected={chosen}
      className={clsx(classes.row, chosen && classes.chosen)}
      style={{ transform: at }}
    >
      <div role="gridcell" aria-colindex={1} className={clsx(classes.cell, classes.pick, classes.stays)}>
        <input
          type="checkbox"
          className={classes.check}
          tabIndex={-1}
          aria-label={t("table.choose", { name: props.nameOf(row) })}
          checked={chosen}
          onChange={(event) => actions.choose(row, place, (event.nativeEvent as PointerEvent).shiftKey === true)}
        />
      </div>
      {columns.map((column, index) => (
        // The keys of cells are heard by the grid, which keeps the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={column.id}
          id={`${gridId}-${place}-${index}`}
          role="gridcell"
          tabIndex={-1}
          aria-colindex={index + 2}
          className={clsx(
            classes.cell,
            column.numeric && classes.numeric,
            column.stays && classes.stays,
            active === index && classes.active,
          )}
          style={styleOf(column, widthOf, index)}
          onClick={() => actions.activate(place, index)}
          onDoubleClick={() => (column.edit ? actions.edit(place, index) : actions.open(row))}
        >
          {editing && active === index && column.edit ? (
            <CellEditor
              label={column.label}
              text={column.edit(row)}
              input={column.input}
              check={column.check}
              done={(text) => actions.save(row, column, text)}
            />
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

export const GridRow = memo(Row) as typeof Row;
