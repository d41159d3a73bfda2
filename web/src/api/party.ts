import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { gathered } from "./gathered";
import { keys } from "./keys";
import { inParts } from "./pages";
import { changeParty, explanationQuery } from "./parties";
import type { Link, Party, PartyKind, WholeParty } from "./wire";

/** The explanation of a party's stage at the end of a day, or now. */
export function explainedQuery(id: string, vocabulary: string, day?: string) {
  if (!day) return explanationQuery(id, vocabulary);
  return queryOptions({
    queryKey: [...keys.party(id), "explain", vocabulary, day],
    queryFn: ({ signal }) =>
      bodyOf(api.GET("/api/v1/parties/{id}/explain", { params: { path: { id }, query: { vocabulary, at: day } }, signal })),
  });
}

/** All stages and standings of a party, in every vocabulary. */
export function historyQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.party(id), "history"],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/parties/{id}/history", { params: { path: { id } }, signal })),
  });
}

const EVIDENCE_ROWS = 200;

/** The evidence of a party, including dead pieces, page by page from the last one. */
export function evidenceQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.party(id), "evidence"],
    queryFn: ({ signal, pageParam }) => {
      const query = { sort: "-occurred_at", limit: EVIDENCE_ROWS, ...(pageParam && { cursor: pageParam }) };
      return bodyOf(api.GET("/api/v1/parties/{id}/evidence", { params: { path: { id }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** One piece of evidence that a party takes part in. */
export function pieceQuery(party: string, id: string) {
  return queryOptions({
    queryKey: [...keys.party(party), "piece", id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/evidence/{id}", { params: { path: { id } }, signal })),
  });
}

const CHANGE_ROWS = 50;

/** The change log of a party, the latest first. */
export function changesQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.party(id), "changes"],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: CHANGE_ROWS, ...(pageParam && { cursor: pageParam }) };
      return bodyOf(api.GET("/api/v1/parties/{id}/changes", { params: { path: { id }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** The links of a party, with the name at their other end. */
export function linksQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.party(id), "links"],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/parties/{id}/links", { params: { path: { id } }, signal }))).items,
  });
}

const AT_ONCE = 200;
const SHOWN_OR_NOT = { or: [{ hidden: true }, { hidden: false }] };

function partiesOf(ids: string[], signal?: AbortSignal) {
  const filter = { and: [{ ids }, SHOWN_OR_NOT] };
  return bodyOf(api.POST("/api/v1/parties/search", { body: { filter, limit: AT_ONCE }, ...(signal && { signal }) }));
}

async function namesOf(ids: string[], signal?: AbortSignal): Promise<Map<string, string>> {
  const pages = await Promise.all(inParts(ids, AT_ONCE).map((part) => partiesOf(part, signal)));
  return new Map(pages.flatMap((page) => page.items.map((one): [string, string] => [one.id, one.name])));
}

/** The names of parties, by id, including hidden ones. */
export function namesQuery(ids: string[]) {
  return queryOptions({
    queryKey: [...keys.parties, "names", ids],
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => namesOf(ids, signal),
  });
}

const nameOf = gathered((ids) => namesOf(ids));

/** The name of a party, asked for together with others; null if there is no such party. */
export const nameQuery = (id: string) => queryOptions({ queryKey: [...keys.party(id), "name"], queryFn: () => nameOf(id) });

const FOUND_ROWS = 12;

/** People or organizations whose name, mail or company has some text in it. */
export function pickQuery(q: string, kind?: PartyKind) {
  const query = { limit: FOUND_ROWS, ...(q && { q }), ...(kind && { kind }) };
  return queryOptions({
    queryKey: [...keys.parties, "pick", query],
    queryFn: async ({ signal }): Promise<Party[]> => (await bodyOf(api.GET("/api/v1/parties", { params: { query }, signal }))).items,
    placeholderData: keepPreviousData,
  });
}

/** The prefix of custom fields. */
export const OWN = "more.";

/** Changes one standard or custom field; an empty text clears it. */
export function changeField(party: { id: string; version: number }, field: string, text: string): Promise<WholeParty> {
  const value = text === "" ? null : text;
  return changeParty(party, field.startsWith(OWN) ? { more: { [field.slice(OWN.length)]: value } } : { [field]: value });
}

interface NewLink {
  person: string;
  organization: string;
  role: string;
  from?: string | null;
  to?: string | null;
}

/** Links a person to an organization. */
export function addLink(link: NewLink): Promise<Link> {
  return bodyOf(api.POST("/api/v1/links", { body: link }));
}

/** Sets the end of a link; null if no end is known. */
export function endLink(id: string, to: string | null): Promise<Link> {
  return bodyOf(api.POST("/api/v1/links/{id}/end", { params: { path: { id } }, body: { to } }));
}

/** Removes a link that was added by mistake. */
export async function deleteLink(id: string): Promise<void> {
  await bodyOf(api.DELETE("/api/v1/links/{id}", { params: { path: { id } } }));
}
