import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { gathered } from "./gathered";
import { keys } from "./keys";
import { inParts, PAGE_ROWS } from "./pages";
import { recordPage, SHOWN_OR_NOT, whichRecords } from "./records";

const FOUND_ROWS = 12;

/** A few records in which some text is found, or the first ones. */
export function recordsFoundQuery(plural: string, q: string) {
  const page = { filter: whichRecords(q), sort: "name", limit: FOUND_ROWS, cursor: null };
  return queryOptions({
    queryKey: [...keys.records(plural), "found", q],
    queryFn: async ({ signal }) => (await recordPage(plural, page, signal)).items,
    placeholderData: keepPreviousData,
  });
}

async function recordNames(plural: string, ids: string[]): Promise<Map<string, string>> {
  const asked = (part: string[]) => ({ filter: { and: [{ ids: part }, SHOWN_OR_NOT] }, sort: undefined, limit: PAGE_ROWS, cursor: null });
  const pages = await Promise.all(inParts(ids, PAGE_ROWS).map((part) => recordPage(plural, asked(part))));
  return new Map(pages.flatMap((page) => page.items.map((one): [string, string] => [one.id, one.name])));
}

const namers = new Map<string, (id: string) => Promise<string | null>>();

function namer(plural: string) {
  const nameOf = namers.get(plural) ?? gathered((ids) => recordNames(plural, ids));
  namers.set(plural, nameOf);
  return nameOf;
}

/** The name of a record, asked for together with others; null if there is no such record. */
export const recordNameQuery = (plural: string, id: string) =>
  queryOptions({ queryKey: [...keys.records(plural), "name", id], queryFn: () => namer(plural)(id) });
