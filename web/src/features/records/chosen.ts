import { address } from "@/api/client";
import { inParts } from "@/api/pages";
import { SHOWN_OR_NOT } from "@/api/records";
import type { RecordFilter } from "@/api/wire";
import type { Selection } from "@/parts/table/selection";

/** The most ids of one condition. */
const MOST_IDS = 1000;

function named(ids: string[]): RecordFilter {
  const parts = inParts(ids, MOST_IDS).map((part): RecordFilter => ({ ids: part }));
  const [only, ...others] = parts;
  return only && others.length === 0 ? only : { or: parts };
}

/** The filter that exactly the selected records match, of a list that has one. */
export function chosenFilter(filter: RecordFilter | undefined, { all, ids }: Selection): RecordFilter {
  // Rows that were selected one by one may be hidden ones.
  if (!all) return { and: [named([...ids]), SHOWN_OR_NOT] };
  const listed = filter ? [filter] : [];
  return { and: ids.size > 0 ? [...listed, { not: named([...ids]) }] : listed };
}

/** The server accepts addresses up to 32 KB. */
const LONGEST = 30_000;

/** Where records are downloaded as a table, those of a filter or all; undefined if the address would be too long. */
export function tableAddress(plural: string, filter?: RecordFilter): string | undefined {
  const query = { filter: filter && JSON.stringify(filter) };
  const where = address("/api/v1/records/{plural}/export", query).replace("{plural}", plural);
  return where.length > LONGEST ? undefined : where;
}
