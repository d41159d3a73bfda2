import { type RecordRequest, whichRecords } from "@/api/records";
import type { RecordFilter } from "@/api/wire";
import { isRecordFilter, type RecordTree } from "@/parts/filter/records/shape";

/** What the address of a list says: what is shown of it and how, and which dialog is open. */
export interface RecordsSearch {
  q?: string | undefined;
  sort?: string | undefined;
  view?: "board" | "summary" | undefined;
  /** What a summary is grouped by. */
  by?: string | undefined;
  /** The pipeline that a board of deals shows; the first by default. */
  pipeline?: string | undefined;
  /** What the rows of a board of deals are. */
  rows?: "owner" | "account" | undefined;
  filter?: RecordTree | undefined;
  add?: true | undefined;
  /** Whether a table is being imported. */
  table?: true | undefined;
  /** The party that the new record is about. */
  party?: string | undefined;
}

const SORTS = /^-?[a-z0-9_]+(,-?[a-z0-9_]+)*$/;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const isSort = (value: unknown): value is string => typeof value === "string" && SORTS.test(value);

/** Reads the address. Every part is listed, since an omitted one would stay as it is in the address. */
export function validateSearch(search: Record<string, unknown>): RecordsSearch {
  return {
    q: typeof search.q === "number" ? String(search.q) : text(search.q),
    sort: isSort(search.sort) ? search.sort : undefined,
    view: search.view === "board" || search.view === "summary" ? search.view : undefined,
    by: text(search.by),
    pipeline: text(search.pipeline),
    rows: search.rows === "owner" || search.rows === "account" ? search.rows : undefined,
    filter: isRecordFilter(search.filter) ? search.filter : undefined,
    add: search.add === true ? true : undefined,
    table: search.table === true ? true : undefined,
    party: text(search.party),
  };
}

/** The order of a list that names none. */
export const SORT = "name";

/** What a list's address asks for: which records as one filter, and their order. */
export function requestOf({ q, sort = SORT, filter }: RecordsSearch): RecordRequest {
  // The generated types of conditions on parties do not know what `isRecordFilter` has looked at.
  return { filter: whichRecords(q, filter as RecordFilter | undefined), sort };
}
