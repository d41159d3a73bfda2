import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useShortcuts } from "@/shell/shortcuts";
import { PICK_PX } from "./column";
import type { GridProps } from "./gridProps";
import classes from "./Grid.module.css";
import { GridHeader } from "./GridHeader";
import { GridRow, type RowActions } from "./GridRow";
import { countChosen, EVERYTHING, isChosen, NOTHING, toggled, withAlso } from "./selection";
import { type Place, useGridKeys } from "./useGridKeys";
import { useSlide } from "./useSlide";

const ROW_PX = 36;
const OVERSCAN = 8;
const NEAREST: ScrollIntoViewOptions = { block: "nearest", inline: "nearest" };

/** The field of a cell whose text was refused. */
const refusedIn = (box: HTMLElement | null) => box?.querySelector<HTMLElement>("[aria-invalid]");

/** A table of any length: only what is in sight is drawn. One stop for the tabulator; inside, keys move. */
export function Grid<Row>(props: GridProps<Row>) {
  const { columns, rowAt, count, total, selection, setSelection, idOf, inSight } = props;
  const box = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [active, setActive] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState(false);
  const slide = useSlide();
  const anchor = useRef(0);
  const isMovedByKey = useRef(false);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollPaddingStart: ROW_PX,
    scrollMargin: 0,
  });
  const items = rows.getVirtualItems();
  const pool = Math.ceil((rows.scrollRect?.height ?? 0) / ROW_PX) + 1 + 2 * OVERSCAN;
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => inSight(first, last), [inSight, first, last]);

  // What the rows call reads the present state from here, so that it never changes and rows stay as drawn.
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  const actions = useMemo<RowActions<Row>>(
    () => ({
      choose(row, place, toHere) {
        const { rowAt: at, selection: chosen, setSelection: choose, idOf: id } = now.current;
        const [low, high] = [Math.min(anchor.current, place), Math.max(anchor.current, place)];
        const between = Array.from({ length: high - low + 1 }, (_, step) => at(low + step)).flatMap((one) => (one ? [id(one)] : []));
        choose(toHere ? withAlso(chosen, between) : toggled(chosen, id(row)));
        anchor.current = place;
      },
      activate(row, column) {
        // Whoever goes elsewhere has kept or left what was typed, unless it was refused; then it stays until it is right.
        if (refusedIn(box.current)) return;
        setActive({ row, column });
        if (!box.current?.contains(document.activeElement)) box.current?.focus();
      },
      open: (row) => now.current.open(row),
      edit(row, column) {
        if (refusedIn(box.current)) return;
        setActive({ row, column });
        setEditing(true);
      },
      save(row, column, text) {
        setEditing(false);
        box.current?.focus();
        if (text !== undefined) now.current.save(row, column, text);
      },
    }),
    [],
  );

  const move = useCallback(
    (to: Place) => {
      isMovedByKey.current = true;
      setActive(to);
      setEditing(false);
      rows.scrollToIndex(to.row);
    },
    [rows],
  );
  useEffect(() => {
    // Not after a press: a cell that moves away under the pointer is missed by the second press of a double one.
    if (isMovedByKey.current) document.getElementById(`${gridId}-${active.row}-${active.column}`)?.scrollIntoView(NEAREST);
    isMovedByKey.current = false;
  }, [gridId, active]);
  const activeRow = rowAt(active.row);
  const hearRows = useGridKeys({
    active,
    rows: count,
    columns: columns.shown.length,
    page: Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / ROW_PX) - 2),
    move,
    open: () => activeRow && props.open(activeRow),
    edit: () => setEditing(Boolean(activeRow && columns.shown[active.column]?.edit)),
    choose: () => activeRow && actions.choose(activeRow, active.row, false),
    chooseAll: () => setSelection(EVERYTHING),
    clear: () => setSelection(NOTHING),
  });
  function hear(event: KeyboardEvent) {
    const refused = refusedIn(box.current);
    if (!refused) hearRows(event);
    else if (event.key === "Escape") setEditing(false);
    else if (["Enter", "e", "F2"].includes(event.key)) {
      event.preventDefault();
      refused.focus();
    }
  }
  const focusAnd = (event: globalThis.KeyboardEvent) => {
    if (box.current?.contains(document.activeElement)) return;
    box.current?.focus();
    hear(event as unknown as KeyboardEvent);
  };
  useShortcuts({ j: focusAnd, k: focusAnd });

  const chosenCount = countChosen(selection, total);
  const widths = columns.shown.map(columns.widthOf);
  const staying = columns.shown.filter((column) => column.stays).reduce((sum, column) => sum + columns.widthOf(column), PICK_PX);
  const isDrawn = active.row >= first && active.row <= last && count > 0;
  return (
    <div
      ref={box}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.shown.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={isDrawn ? `${gridId}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      className={clsx(classes.grid, slide.className)}
      style={{ ...slide.style, "--staying": `${staying}px` } as CSSProperties}
      onKeyDown={(event) => {
        // The names of the columns are buttons and edges with keys of their own.
        const isInHead = event.target instanceof Element && event.target.closest("[role=columnheader]") !== null;
        if (!isInHead) hear(event);
      }}
      onScroll={slide.onScroll}
    >
      <GridHeader
        columns={columns}
        sort={props.sort}
        setSort={props.setSort}
        sortsBySeveral={props.sortsBySeveral ?? false}
        chosen={chosenCount === 0 ? "none" : chosenCount >= total ? "all" : "some"}
        chooseAll={() => setSelection(chosenCount === 0 ? EVERYTHING : NOTHING)}
      />
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: rows.getTotalSize(), width: widths.reduce((sum, width) => sum + width, PICK_PX) }}
      >
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <GridRow
              // Rows that leave at one end are used again at the other: nothing is made while scrolling.
              key={item.index % pool}
              row={row}
              place={item.index}
              top={item.start}
              columns={columns.shown}
              widths={widths.join()}
              idOf={idOf}
              nameOf={props.nameOf}
              chosen={row !== undefined && isChosen(selection, idOf(row))}
              active={item.index === active.row ? active.column : undefined}
              editing={editing && item.index === active.row}
              gridId={gridId}
              actions={actions}
            />
          );
        })}
      </div>
    </div>
  );
}
