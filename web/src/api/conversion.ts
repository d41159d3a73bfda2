import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import { queries } from "./queries";
import type { ConversionDraft, ConversionReceipt } from "./wire";

const isOrganization = (id: string) => id.startsWith("org_");

/** What a person or an organization can be converted into, and the conversion that is in force. */
export function conversionOptionsQuery(id: string) {
  const params = { path: { id } };
  return queryOptions({
    queryKey: [...keys.party(id), "conversion"],
    queryFn: ({ signal }) =>
      bodyOf(
        isOrganization(id)
          ? api.GET("/api/v1/organizations/{id}/convert/options", { params, signal })
          : api.GET("/api/v1/people/{id}/convert/options", { params, signal }),
      ),
  });
}

function send(id: string, body: ConversionDraft, preview: boolean, signal?: AbortSignal): Promise<ConversionReceipt> {
  const asked = { params: { path: { id }, query: { preview } }, body, ...(signal && { signal }) };
  return bodyOf(isOrganization(id) ? api.POST("/api/v1/organizations/{id}/convert", asked) : api.POST("/api/v1/people/{id}/convert", asked));
}

/** What a conversion would come to now; nothing is stored. */
export function conversionPreviewQuery(id: string, draft: ConversionDraft) {
  return queryOptions({
    queryKey: [...keys.party(id), "conversion", "preview", draft],
    queryFn: ({ signal }) => send(id, draft, true, signal),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}

/** Converts a person or an organization. */
export const convert = (id: string, draft: ConversionDraft) => send(id, draft, false);

/** When a change set was made, and by whom. */
export function changeSetQuery(id: string) {
  return queryOptions({
    queryKey: ["change set", id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/changes/{id}", { params: { path: { id } }, signal })),
  });
}

/** Notes a conversion that is known to be in force, before it is read again. */
export function noteConverted(id: string, receipt: ConversionReceipt) {
  queries.setQueryData(conversionOptionsQuery(id).queryKey, (options) => options && { ...options, converted: receipt });
}

/** Invalidates what a conversion makes stale, without waiting for the change feed. */
export async function refreshConverted(id: string, { account }: Pick<ConversionReceipt, "account">) {
  for (const queryKey of [keys.parties, keys.allRecords, keys.funnel]) void queries.invalidateQueries({ queryKey });
  if (account !== null && account !== id) void queries.invalidateQueries({ queryKey: keys.party(account) });
  await queries.invalidateQueries({ queryKey: keys.party(id) });
}
