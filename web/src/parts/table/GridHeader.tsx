import clsx from "clsx";
import { type DragEvent, memo, useState } from "react";
import { t } from "@/messages/messages";
import classes from "./Grid.module.css";
import { HeadCell } from "./HeadCell";
import type { Columns } from "./useColumns";
import { useHeadKeys } from "./useHeadKeys";

interface Props<Row> {
  columns: Columns<Row>;
  sort: string;
  setSort: (sort: string) => void;
  sortsBySeveral: boolean;
  chosen: "all" | "some" | "none";
  chooseAll: () => void;
}

/** The names of the columns, behind the box that chooses all; one stop for the tabulator. */
function Header<Row>({ columns, sort, setSort, sortsBySeveral, chosen, chooseAll }: Props<Row>) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const widths = columns.shown.map(columns.widthOf);
  const keys = useHeadKeys(columns);
  const draggingOver = (id: string) => ({
    onDragStart: () => setDragged(id),
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(id);
    },
    onDragLeave: () => setOver(undefined),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged && dragged !== id) columns.move(dragged, id);
      setDragged(undefined);
      setOver(undefined);
    },
  });
  return (
    <div role="row" tabIndex={-1} aria-rowindex={1} className={classes.head} onKeyDown={keys.hear}>
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
      {columns.shown.map((column, place) => (
        <HeadCell
          key={column.id}
          column={column}
          columns={columns}
          place={place}
          widths={widths}
          sort={sort}
          setSort={setSort}
          sortsBySeveral={sortsBySeveral}
          isStop={column.id === keys.stop}
          stopHere={() => keys.stopAt(column.id)}
          isOver={over === column.id}
          dragging={draggingOver(column.id)}
        />
      ))}
    </div>
  );
}

export const GridHeader = memo(Header) as typeof Header;
