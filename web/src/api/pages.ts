import type { QueryKey } from "@tanstack/react-query";

/** Rows of a page of a table. */
export const PAGE_ROWS = 200;

/** Where a page begins: after a row, or at the first one. */
export type Cursor = string | null;

/** Some rows of a list, and where the next page begins. */
export interface Page<Row> {
  items: Row[];
  next: Cursor;
}

/** How a page of a table is asked for; its key ends with its cursor. */
export interface PageQuery<Row> {
  queryKey: QueryKey;
  queryFn: (asked: { signal: AbortSignal }) => Promise<Page<Row>>;
}

/** A list in parts of at most so many. */
export const inParts = <Item>(all: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, place) => all.slice(place * size, (place + 1) * size));
