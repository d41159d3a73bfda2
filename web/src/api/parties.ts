import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import { type Cursor, PAGE_ROWS, type PageQuery } from "./pages";
import type { Filter as FilterTree } from "./schema";
import type { Field, Party, PartyChange, PartyDraft, PartyKind, PartyPage, WholeParty } from "./wire";

/** The request for a list of parties; `filter` is the typed tree. */
export interface PartyRequest {
  q?: string | undefined;
  kind?: PartyKind | undefined;
  sort?: string | undefined;
  filter?: unknown;
}

/** The request as query parameters, without undefined ones. */
export function whoQuery({ q, kind, filter }: PartyRequest) {
  return {
    ...(q && { q }),
    ...(kind && { kind }),
    ...(filter !== undefined && { filter: JSON.stringify(filter) }),
  };
}

/** The server accepts URLs up to 32 KB. */
const LONGEST_FILTER = 20_000;

/** Whether the request needs a body: a thousand ids are too long for a URL. */
export function isLong({ filter }: PartyRequest): boolean {
  return filter !== undefined && encodeURIComponent(JSON.stringify(filter)).length > LONGEST_FILTER;
}

/** The request as one filter, for a body. */
export function whoFilter({ q, kind, filter }: PartyRequest): FilterTree {
  const all: FilterTree[] = [];
  if (q) all.push({ text: q });
  if (kind) all.push({ kind });
  if (filter !== undefined) all.push(filter as FilterTree);
  return { and: all };
}

/** One page of a list, from a cursor on. */
export function pageOf(request: PartyRequest, limit: number, cursor: string | null, signal?: AbortSignal): Promise<PartyPage> {
  const page = { ...(request.sort && { sort: request.sort }), limit, ...(cursor && { cursor }) };
  const init = signal && { signal };
  if (isLong(request)) return bodyOf(api.POST("/api/v1/parties/search", { body: { ...page, filter: whoFilter(request) }, ...init }));
  return bodyOf(api.GET("/api/v1/parties", { params: { query: { ...whoQuery(request), ...page } }, ...init }));
}

/** A page of a table, from a cursor on. */
export function pageQuery(request: PartyRequest, cursor: Cursor): PageQuery<Party> {
  return {
    queryKey: [...keys.parties, "page", request, cursor],
    queryFn: ({ signal }) => pageOf(request, PAGE_ROWS, cursor, signal),
  };
}

const LANE_ROWS = 30;

/** The parties of a lane of the board, page by page. */
export function laneQuery(request: PartyRequest) {
  return infiniteQueryOptions({
    queryKey: [...keys.parties, "lane", request],
    queryFn: ({ signal, pageParam }) => pageOf(request, LANE_ROWS, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** The number of parties of a request. */
export function countQuery(request: PartyRequest) {
  const query = whoQuery(request);
  return queryOptions({
    queryKey: [...keys.parties, "count", query],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/parties/count", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

const FOUND_ROWS = 8;

/** The first few parties that match some text. */
export function foundQuery(q: string) {
  return queryOptions({
    queryKey: [...keys.parties, "found", q],
    queryFn: ({ signal }) => pageOf({ q }, FOUND_ROWS, null, signal),
    placeholderData: keepPreviousData,
  });
}

/** What similar parties are recognized by. */
const RECOGNIZED_BY = ["name", "email", "phone", "company", "street", "postal_code", "city", "country"] as const satisfies Field[];

/** Existing records with the same email address or phone number, or with a similar name. */
export function similarQuery(kind: PartyKind, known: Partial<Record<Field, string>>) {
  const filled = RECOGNIZED_BY.flatMap((field) => (known[field]?.trim() ? [[field, known[field].trim()]] : []));
  return queryOptions({
    queryKey: [...keys.parties, "similar", kind, filled],
    queryFn: async ({ signal }): Promise<Party[]> => {
      const query = { kind, ...Object.fromEntries(filled) };
      return (await bodyOf(api.GET("/api/v1/parties/similar", { params: { query }, signal }))).items;
    },
    placeholderData: keepPreviousData,
  });
}

/** One party. */
export function partyQuery(id: string) {
  return queryOptions({
    queryKey: keys.party(id),
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/parties/{id}", { params: { path: { id } }, signal })),
  });
}

/** Why a party is in its stage, and what is missing for the next. */
export function explanationQuery(id: string, vocabulary: string) {
  return queryOptions({
    queryKey: [...keys.party(id), "explain", vocabulary],
    queryFn: ({ signal }) =>
      bodyOf(api.GET("/api/v1/parties/{id}/explain", { params: { path: { id }, query: { vocabulary } }, signal })),
  });
}

/** Changes fields of a party if its version is unchanged; null clears a field. */
export function changeParty({ id, version }: { id: string; version: number }, change: PartyChange): Promise<WholeParty> {
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  return bodyOf(api.PATCH("/api/v1/parties/{id}", { params, body: change }));
}

/** Adds a person or an organization; refused if one with the same email or id exists, unless duplicates are allowed. */
export function addParty(kind: PartyKind, body: PartyDraft, duplicates?: "allow"): Promise<WholeParty> {
  const options = { params: { query: duplicates ? { duplicates } : {} }, body };
  return bodyOf(kind === "person" ? api.POST("/api/v1/people", options) : api.POST("/api/v1/organizations", options));
}

export const hideParty = (id: string) => bodyOf(api.POST("/api/v1/parties/{id}/hide", { params: { path: { id } } }));
export const restoreParty = (id: string) => bodyOf(api.POST("/api/v1/parties/{id}/restore", { params: { path: { id } } }));

/** Counts by fields, with commas between: of all parties, or of those in a filter. */
export function facetsQuery(fields: string, filter?: unknown) {
  const query = { fields, ...(filter !== undefined && { filter: JSON.stringify(filter) }) };
  return queryOptions({
    queryKey: [...keys.parties, "facets", query],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/parties/facets", { params: { query }, signal }))).items,
    placeholderData: keepPreviousData,
  });
}

const RECENT_ROWS = 12;

/** The recently updated parties. */
export const recentQuery = queryOptions({
  queryKey: [...keys.parties, "recent"],
  queryFn: ({ signal }) => pageOf({ sort: "-updated_at" }, RECENT_ROWS, null, signal),
});
