import { queryOptions } from "@tanstack/react-query";
import { written } from "./changes";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { Company, QuoteDraft, QuotePatch } from "./wire";

/** The quotes of a deal, each version an item, the newest first. */
export const quotesOfDealQuery = (deal: string) =>
  queryOptions({
    queryKey: [...keys.quotes, "deal", deal],
    queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/quotes", { params: { query: { deal } }, signal }))).items,
  });

/** A version of a quote, and its tag for a change. */
export const quoteQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.quotes, "one", id],
    queryFn: async ({ signal }) => {
      const answer = api.GET("/api/v1/quotes/{id}", { params: { path: { id } }, signal });
      const quote = await bodyOf(answer);
      return { quote, tag: (await answer).response.headers.get("etag") ?? "*" };
    },
  });

/** What a quote would say and come to. */
export const quotePreviewQuery = (draft: QuoteDraft) =>
  queryOptions({
    queryKey: [...keys.quotes, "preview", draft],
    queryFn: ({ signal }) => bodyOf(api.POST("/api/v1/quotes", { params: { query: { preview: true } }, body: draft, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** Adds a draft. */
export async function addQuote(draft: QuoteDraft): Promise<string> {
  const added = await bodyOf(api.POST("/api/v1/quotes", { body: draft }));
  return "id" in added ? added.id : "";
}

const path = (id: string) => ({ params: { path: { id } } });

/** Changes a draft. */
export const changeQuote = (id: string, tag: string, body: QuotePatch) =>
  written(api.PATCH("/api/v1/quotes/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body }));

/** Sends a draft; the answer has the recipient's link, which is shown only then. */
export const sendQuote = (id: string) => bodyOf(api.POST("/api/v1/quotes/{id}/send", path(id)));
/** Gives a quote another link. */
export const renewQuoteLink = (id: string) => bodyOf(api.POST("/api/v1/quotes/{id}/link", path(id)));
export const withdrawQuote = (id: string) => written(api.POST("/api/v1/quotes/{id}/withdraw", path(id)));
export const reviseQuote = (id: string) => bodyOf(api.POST("/api/v1/quotes/{id}/revise", path(id)));
export const acceptQuote = (id: string, name: string) => written(api.POST("/api/v1/quotes/{id}/accept", { ...path(id), body: { name } }));
export const declineQuote = (id: string, reason: string) =>
  written(api.POST("/api/v1/quotes/{id}/decline", { ...path(id), body: { reason } }));

const byToken = (token: string) => ({ params: { path: { token } } });

/** The quote of a link. */
export const publicQuoteQuery = (token: string) =>
  queryOptions({
    queryKey: [...keys.quotes, "public", token],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/public/quotes/{token}", { ...byToken(token), signal })),
    retry: false,
  });

export const acceptByLink = (token: string, name: string) =>
  bodyOf(api.POST("/api/v1/public/quotes/{token}/accept", { ...byToken(token), body: { name } }));
export const declineByLink = (token: string, reason: string) =>
  bodyOf(api.POST("/api/v1/public/quotes/{token}/decline", { ...byToken(token), body: { reason } }));

/** Who sends the quotes. */
export const companyQuery = queryOptions({
  queryKey: keys.company,
  queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/settings/company", { signal })),
});

export const setCompany = (body: Company) => bodyOf(api.PUT("/api/v1/settings/company", { body }));
