import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Written, written } from "./changes";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { FieldDraft, FieldValue, RecordDraft, RecordFilter, RecordPatch, RecordTypeDraft, StoredRecord } from "./wire";

/** Every record type with its fields. */
export const typesQuery = queryOptions({
  queryKey: keys.recordTypes,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/record-types", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Which records of a type, in which order. */
export interface RecordRequest {
  q?: string | undefined;
  sort?: string | undefined;
}

const PAGE_ROWS = 100;

/** The records of a type, page by page. */
export function recordsQuery(plural: string, { q, sort }: RecordRequest) {
  return infiniteQueryOptions({
    queryKey: [...keys.records(plural), "page", q, sort],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: PAGE_ROWS, ...(q && { q }), ...(sort && { sort }), ...(pageParam && { cursor: pageParam }) };
      return bodyOf(api.GET("/api/v1/records/{plural}", { params: { path: { plural }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** How many records of a type match. */
export function recordCountQuery(plural: string, q: string | undefined) {
  const body = q ? { filter: { text: q } } : {};
  return queryOptions({
    queryKey: [...keys.records(plural), "count", q],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.POST("/api/v1/records/{plural}/count", { params: { path: { plural } }, body, signal }))).count,
    placeholderData: keepPreviousData,
  });
}

/** By which field records are grouped, and which amounts are added up. */
export interface GroupRequest {
  q?: string | undefined;
  by: string;
  sum?: string | undefined;
}

/** How many records have each value of a field, and their sums. */
export function recordGroupsQuery(plural: string, { q, by, sum }: GroupRequest) {
  const body = { by, ...(sum && { sum }), ...(q && { filter: { text: q } }) };
  return queryOptions({
    queryKey: [...keys.records(plural), "groups", body],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.POST("/api/v1/records/{plural}/groups", { params: { path: { plural } }, body, signal }))).items,
    placeholderData: keepPreviousData,
  });
}

const LANE_ROWS = 30;

/** The records of a lane of a board, page by page; those that were changed last come first. */
export function recordLaneQuery(plural: string, filter: RecordFilter, sort = "-updated_at") {
  return infiniteQueryOptions({
    queryKey: [...keys.records(plural), "lane", filter, sort],
    queryFn: ({ signal, pageParam }) => {
      const body = { filter, sort, limit: LANE_ROWS, ...(pageParam && { cursor: pageParam }) };
      return bodyOf(api.POST("/api/v1/records/{plural}/search", { params: { path: { plural } }, body, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const PARTY_ROWS = 20;

/** The records of a type that a party is in, those that were changed last. */
export function partyRecordsQuery(plural: string, party: string) {
  const body = { filter: { party }, sort: "-updated_at", limit: PARTY_ROWS };
  return queryOptions({
    queryKey: [...keys.records(plural), "of", party],
    queryFn: ({ signal }) => bodyOf(api.POST("/api/v1/records/{plural}/search", { params: { path: { plural } }, body, signal })),
  });
}

/** A record with the version that a change has to name. */
export interface VersionedRecord {
  record: StoredRecord;
  tag: string;
}

/** One record. */
export function recordQuery(plural: string, id: string) {
  return queryOptions({
    queryKey: [...keys.records(plural), "one", id],
    queryFn: async ({ signal }): Promise<VersionedRecord> => {
      const answer = api.GET("/api/v1/records/{plural}/{id}", { params: { path: { plural, id } }, signal });
      return { record: await bodyOf(answer), tag: (await answer).response.headers.get("etag") ?? "*" };
    },
  });
}

/** Adds a record. */
export const addRecord = (plural: string, body: RecordDraft) =>
  bodyOf(api.POST("/api/v1/records/{plural}", { params: { path: { plural } }, body }));

const patch = (plural: string, id: string, tag: string, body: RecordPatch) =>
  api.PATCH("/api/v1/records/{plural}/{id}", { params: { path: { plural, id }, header: { "If-Match": tag } }, body });

/** Changes a record if its version is unchanged; null empties a field. */
export const changeRecord = (plural: string, id: string, tag: string, body: RecordPatch) => bodyOf(patch(plural, id, tag, body));

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
