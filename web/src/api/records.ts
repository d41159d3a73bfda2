import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Written, written } from "./changes";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import { type Cursor, type Page, PAGE_ROWS, type PageQuery } from "./pages";
import type { FieldDraft, FieldPatch, FieldValue, RecordDraft, RecordFilter, RecordPatch, RecordTypeDraft, StoredRecord } from "./wire";

/** The types of records, each with its fields. */
export const typesQuery = queryOptions({
  queryKey: [...keys.recordTypes, "records"],
  queryFn: async ({ signal }) => (await readTypes(signal)).filter((one) => one.storage === "record"),
  staleTime: Number.POSITIVE_INFINITY,
});

/** All types, people and organizations first. */
export const everyTypeQuery = queryOptions({
  queryKey: [...keys.recordTypes, "every"],
  queryFn: ({ signal }) => readTypes(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

async function readTypes(signal: AbortSignal) {
  return (await bodyOf(api.GET("/api/v1/record-types", { signal }))).items;
}

/** Which records of a type, in which order; all of them without a filter. */
export interface RecordRequest {
  filter: RecordFilter | undefined;
  sort: string | undefined;
}

/** What is searched for and what is filtered by, as one filter; undefined for all records. */
export function whichRecords(q: string | undefined, filter?: RecordFilter): RecordFilter | undefined {
  if (!q) return filter;
  return filter ? { and: [{ text: q }, filter] } : { text: q };
}

interface RecordPage extends RecordRequest {
  limit: number;
  cursor: Cursor;
}

/** A page of records, from a cursor on. */
export function recordPage(plural: string, { cursor, ...page }: RecordPage, signal?: AbortSignal) {
  const body = { ...page, ...(cursor && { cursor }) };
  return bodyOf(api.POST("/api/v1/records/{plural}/search", { params: { path: { plural } }, body, ...(signal && { signal }) }));
}

/** Hidden records too, which a filter finds only if it says something about that. */
export const SHOWN_OR_NOT: RecordFilter = { or: [{ hidden: true }, { hidden: false }] };

/** A page of a table of records, from a cursor on. */
export function recordPageQuery(plural: string, request: RecordRequest, cursor: Cursor): PageQuery<StoredRecord> {
  return {
    queryKey: [...keys.records(plural), "page", request, cursor],
    queryFn: ({ signal }) => recordPage(plural, { ...request, limit: PAGE_ROWS, cursor }, signal),
  };
}

/** How many records of a type a filter fits. */
export function recordCountQuery(plural: string, filter: RecordFilter | undefined) {
  return queryOptions({
    queryKey: [...keys.records(plural), "count", filter],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.POST("/api/v1/records/{plural}/count", { params: { path: { plural } }, body: { filter }, signal }))).count,
    placeholderData: keepPreviousData,
  });
}

/** By which field records are grouped, and which amounts are added up. */
export interface GroupRequest {
  filter: RecordFilter | undefined;
  by: string;
  sum?: string | undefined;
}

/** How many records have each value of a field, and their sums. */
export function recordGroupsQuery(plural: string, { filter, by, sum }: GroupRequest) {
  const body = { by, filter, ...(sum && { sum }) };
  return queryOptions({
    queryKey: [...keys.records(plural), "groups", by, body],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.POST("/api/v1/records/{plural}/groups", { params: { path: { plural } }, body, signal }))).items,
    // Groups of another field would be read as those of this one.
    placeholderData: (before, of) => (of?.queryKey[3] === by ? before : undefined),
  });
}

const LANE_ROWS = 30;

/** The records of a lane of a board, page by page; those that were changed last come first. */
export function recordLaneQuery(plural: string, filter: RecordFilter, sort = "-updated_at") {
  return infiniteQueryOptions({
    queryKey: [...keys.records(plural), "lane", filter, sort],
    queryFn: ({ signal, pageParam }) => recordPage(plural, { filter, sort, limit: LANE_ROWS, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const PAGE_OF_RECORDS = 100;

/** Records beside another record: the first page that a filter fits. */
export const recordsOfQuery = (plural: string, filter: RecordFilter, sort: string) =>
  queryOptions({
    queryKey: [...keys.records(plural), "beside", filter, sort],
    queryFn: ({ signal }) => recordPage(plural, { filter, sort, limit: PAGE_OF_RECORDS, cursor: null }, signal),
    placeholderData: keepPreviousData,
  });

const PARTY_ROWS = 20;

/** The records of a type that a party is in, those that were changed last. */
export function partyRecordsQuery(plural: string, party: string) {
  const page = { filter: { party }, sort: "-updated_at", limit: PARTY_ROWS, cursor: null };
  return queryOptions({
    queryKey: [...keys.records(plural), "of", party],
    queryFn: ({ signal }) => recordPage(plural, page, signal),
  });
}

/** The ids of all records that a filter fits, loaded page by page. */
export async function recordIds(plural: string, filter: RecordFilter): Promise<string[]> {
  const ids: string[] = [];
  let cursor: Cursor = null;
  do {
    const page: Page<StoredRecord> = await recordPage(plural, { filter, sort: "created_at", limit: PAGE_ROWS, cursor });
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

/** A record with the version that a change has to name. */
export interface VersionedRecord {
  record: StoredRecord;
  tag: string;
}

/** Reads a record with its version. */
export async function readRecord(plural: string, id: string, signal?: AbortSignal): Promise<VersionedRecord> {
  const answer = api.GET("/api/v1/records/{plural}/{id}", { params: { path: { plural, id } }, ...(signal && { signal }) });
  return { record: await bodyOf(answer), tag: (await answer).response.headers.get("etag") ?? "*" };
}

/** One record. */
export function recordQuery(plural: string, id: string) {
  return queryOptions({
    queryKey: [...keys.records(plural), "one", id],
    queryFn: ({ signal }) => readRecord(plural, id, signal),
  });
}

/** Adds a record. */
export const addRecord = (plural: string, body: RecordDraft) =>
  bodyOf(api.POST("/api/v1/records/{plural}", { params: { path: { plural } }, body }));

const patch = (plural: string, id: string, tag: string, body: RecordPatch) =>
  api.PATCH("/api/v1/records/{plural}/{id}", { params: { path: { plural, id }, header: { "If-Match": tag } }, body });

/** Changes a record if its version is unchanged; null empties a field. */
export const changeRecord = (plural: string, id: string, tag: string, body: RecordPatch): Promise<Written<StoredRecord>> =>
  written(patch(plural, id, tag, body));

/** Gives one field a value, whatever the record's version: lists do not know it. */
export const putField = (plural: string, id: string, field: string, value: FieldValue): Promise<Written<StoredRecord>> =>
  written(patch(plural, id, "*", { fields: { [field]: value } }));

export const hideRecord = (plural: string, id: string) =>
  bodyOf(api.POST("/api/v1/records/{plural}/{id}/hide", { params: { path: { plural, id } } }));

export const restoreRecord = (plural: string, id: string) =>
  bodyOf(api.POST("/api/v1/records/{plural}/{id}/restore", { params: { path: { plural, id } } }));

/** Declares a record type. */
export const declareType = (body: RecordTypeDraft) => bodyOf(api.POST("/api/v1/record-types", { body }));

/** Adds a field to a record type. */
export const addField = (name: string, body: FieldDraft) =>
  bodyOf(api.POST("/api/v1/record-types/{name}/fields", { params: { path: { name } }, body }));

/** Changes a field that the workspace has added; what is absent stays. Refused if values that are there would not fit. */
export const changeTypeField = (name: string, field: string, body: FieldPatch) =>
  bodyOf(api.PATCH("/api/v1/record-types/{name}/fields/{field}", { params: { path: { name, field } }, body }));

/** The evidence that names a record, in the order in which it counts. */
export const recordEvidenceQuery = (plural: string, id: string) =>
  queryOptions({
    queryKey: [...keys.records(plural), "evidence", id],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET("/api/v1/records/{plural}/{id}/evidence", { params: { path: { plural, id } }, signal }))).items,
  });

/** The changes of a record, the latest first, page by page. */
export const recordChangesQuery = (plural: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.records(plural), "changes", id],
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam ? { cursor: pageParam } : {};
      return bodyOf(api.GET("/api/v1/records/{plural}/{id}/changes", { params: { path: { plural, id }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
