import { address, api, bodyOf } from "@/api/client";
import { isLong, type PartyRequest, pageOf, whoFilter, whoQuery } from "@/api/parties";
import type { Filter } from "@/parts/filter/filter";
import type { Selection } from "@/parts/table/selection";
import { saveFile } from "@/shell/save";

const PAGE_ROWS = 200;

/** The request that lists exactly the selected records. */
export function requestOf(request: PartyRequest, selection: Selection): PartyRequest {
  const ids = [...selection.ids];
  if (!selection.all) return { kind: request.kind, filter: { ids } };
  if (ids.length === 0) return request;
  const but: Filter = { not: { ids } };
  const filter = request.filter === undefined ? but : { and: [request.filter as Filter, but] };
  return { ...request, filter };
}

/** The ids of all selected records, loaded page by page if they are not known. */
export async function idsOf(request: PartyRequest, selection: Selection): Promise<string[]> {
  if (!selection.all) return [...selection.ids];
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(requestOf(request, selection), PAGE_ROWS, cursor);
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

/** The URL of the download of the selected records; undefined if it would be too long. */
export function exportAddress(request: PartyRequest, selection: Selection, format: "csv" | "json"): string | undefined {
  const asked = requestOf(request, selection);
  return isLong(asked) ? undefined : address("/api/v1/exports/parties", { ...whoQuery(asked), format });
}

/** Downloads the selected records, however many ids that takes. */
export async function saveExport(request: PartyRequest, selection: Selection, format: "csv" | "json") {
  const body = { filter: whoFilter(requestOf(request, selection)), format };
  const content = await bodyOf<Blob>(api.POST("/api/v1/exports/parties", { body, parseAs: "blob" }));
  saveFile(`parties.${format}`, content);
}
