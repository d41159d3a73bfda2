import { type ReactNode, useCallback, useState } from "react";
import { PAGE_ROWS } from "@/api/pages";
import { ErrorState } from "../ErrorState";
import { Grid } from "./Grid";
import type { GridProps } from "./gridProps";
import { type Asking, MOST_ROWS, usePages } from "./usePages";

const UNKNOWN_ROWS = 30;

interface Props<Row> extends Omit<GridProps<Row>, "rowAt" | "count" | "total" | "inSight"> {
  asking: Asking<Row>;
  /** How many rows there are in all, once that is known. */
  total: number | undefined;
  /** What is shown in place of a table without rows. */
  empty: ReactNode;
}

/** A table whose rows are loaded in pages as they come into sight. */
export function PagedGrid<Row>({ asking, total, empty, ...rest }: Props<Row>) {
  const [range, setRange] = useState({ from: 0, to: PAGE_ROWS - 1 });
  const pages = usePages(asking, range.from, range.to);
  const inSight = useCallback((first: number, last: number) => {
    // To whole pages, so that scrolling within them renders nothing again.
    const from = first - (first % PAGE_ROWS);
    const to = last - (last % PAGE_ROWS) + PAGE_ROWS - 1;
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
  }, []);
  if (pages.error && pages.known === 0) return <ErrorState thrown={pages.error} again={pages.again} />;
  if (pages.ended && pages.known === 0) return empty;
  const expected = pages.ended ? pages.known : Math.max(total ?? UNKNOWN_ROWS, pages.known);
  return <Grid {...rest} rowAt={pages.rowAt} count={Math.min(expected, MOST_ROWS)} total={total ?? expected} inSight={inSight} />;
}
