import { type Query, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Cursor, type Page, PAGE_ROWS, type PageQuery } from "@/api/pages";

/** Browsers cannot render boxes that are much taller than this many rows. */
export const MOST_ROWS = 400_000;
const KEPT_MS = 120_000;

const FIRST: Cursor[] = [null];

/** How the pages of a list are asked for: the same function as long as it is the same list. */
export type Asking<Row> = (cursor: Cursor) => PageQuery<Row>;

interface Pages<Row> {
  /** The row at a place, if its page is loaded. */
  rowAt: (place: number) => Row | undefined;
  /** How many rows are known from loaded pages. */
  known: number;
  /** Whether the last page has been reached. */
  ended: boolean;
  error: Error | null;
  isLoading: boolean;
  again: () => void;
}

/** Only a first page may be a placeholder for a first page: rows of another place would be wrong. */
const isFirst = (queryKey: readonly unknown[] | undefined) => queryKey?.at(-1) === null;

/** The chain with the cursor that follows a page; the same chain if it was known. */
function followedBy(chain: Cursor[], page: number, next: Cursor | undefined): Cursor[] {
  if (!next || chain[page + 1] === next) return chain;
  const longer = [...chain];
  longer[page + 1] = next;
  return longer;
}

/**
 * A list of any length by cursor pages. Only the visible pages are observed, so that a change of one row does not
 * reload thousands; others are cached for a while and loaded again when they become visible.
 */
export function usePages<Row>(asking: Asking<Row>, from: number, to: number): Pages<Row> {
  const [cursors, setCursors] = useState<Cursor[]>(FIRST);
  const [asked, setAsked] = useState(() => asking);
  const store = useQueryClient();
  if (asked !== asking) {
    setAsked(() => asking);
    setCursors(FIRST);
  }
  const last = cursors.length - 1;
  const low = Math.min(Math.floor(from / PAGE_ROWS), last);
  const high = Math.min(Math.floor(to / PAGE_ROWS), last);
  const inSight = Array.from({ length: high - low + 1 }, (_, step) => low + step);
  const results = useQueries({
    queries: inSight.map((page) => ({
      ...asking(cursors[page] ?? null),
      gcTime: KEPT_MS,
      placeholderData: (before: Page<Row> | undefined, query: Query<Page<Row>> | undefined) =>
        cursors[page] === null && isFirst(query?.queryKey) ? before : undefined,
    })),
  });

  // Each page says where the next begins. If that has changed, the next one is loaded from its new place.
  const followed = results.reduce(
    (chain, { data, isPlaceholderData }, step) => followedBy(chain, low + step, isPlaceholderData ? undefined : data?.next),
    cursors,
  );
  if (asked === asking && followed !== cursors) setCursors(followed);

  const inSightData = results.map((result) => result.data);
  const read = (page: number): Page<Row> | undefined => inSightData[page - low] ?? store.getQueryData(asking(cursors[page] ?? null).queryKey);
  const lastPage = read(last);
  const ended = lastPage !== undefined && lastPage.next === null;
  const failed = results.find((result) => result.error);
  return {
    rowAt: (place) => read(Math.floor(place / PAGE_ROWS))?.items[place % PAGE_ROWS],
    known: last * PAGE_ROWS + (lastPage?.items.length ?? 0),
    ended,
    error: failed?.error ?? null,
    isLoading: lastPage === undefined && last === 0,
    again: () => void failed?.refetch(),
  };
}
