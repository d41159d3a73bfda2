import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { FieldDraft, RecordDraft, RecordPatch, RecordTypeDraft, StoredRecord } from "./wire";

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

/** Changes a record if its version is unchanged; null empties a field. */
export const changeRecord = (plural: string, id: string, tag: string, body: RecordPatch) =>
  bodyOf(api.PATCH("/api/v1/records/{plural}/{id}", { params: { path: { plural, id }, header: { "If-Match": tag } }, body }));

export const hideRecord = (plural: string, id: string) =>
  bodyOf(api.POST("/api/v1/records/{plural}/{id}/hide", { params: { path: { plural, id } } }));

export const restoreRecord = (plural: string, id: string) =>
  bodyOf(api.POST("/api/v1/records/{plural}/{id}/restore", { params: { path: { plural, id } } }));

/** Declares a record type. */
export const declareType = (body: RecordTypeDraft) => bodyOf(api.POST("/api/v1/record-types", { body }));

/** Adds a field to a record type. */
export const addField = (name: string, body: FieldDraft) =>
  bodyOf(api.POST("/api/v1/record-types/{name}/fields", { params: { path: { name } }, body }));
