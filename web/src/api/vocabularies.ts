import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { VocabularyVersion } from "./schema";
import type { PartyKind, Vocabulary } from "./wire";

export type { StageMove, TriedFunnel, TriedStage, VocabularyTried, VocabularyVersion } from "./schema";

function vocabularyOf(name: string, signal: AbortSignal): Promise<Vocabulary> {
  return bodyOf(api.GET("/api/v1/vocabularies/{name}", { params: { path: { name } }, signal }));
}

async function versions(signal: AbortSignal): Promise<VocabularyVersion[]> {
  return (await bodyOf(api.GET("/api/v1/vocabularies", { signal }))).items;
}

async function inUse(signal: AbortSignal): Promise<Vocabulary[]> {
  const active = (await versions(signal)).filter((one) => one.state === "active");
  const names = [...new Set(active.map((one) => one.name))];
  return Promise.all(names.map((name) => vocabularyOf(name, signal)));
}

/** The vocabularies in use with their stages; they change rarely and every page needs them. */
export const vocabulariesQuery = queryOptions({
  queryKey: keys.vocabularies,
  queryFn: ({ signal }) => inUse(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Every version of every vocabulary, without its stages. */
export const versionsQuery = queryOptions({
  queryKey: [...keys.vocabularies, "versions"],
  queryFn: ({ signal }) => versions(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** One version of a vocabulary with its stages and its file. It never changes. */
export function versionQuery(name: string, version: number) {
  return queryOptions({
    queryKey: [...keys.vocabularies, "version", name, version],
    queryFn: ({ signal }) => {
      const params = { path: { name }, query: { version } };
      return bodyOf(api.GET("/api/v1/vocabularies/{name}", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How many people or organizations are in each stage of some vocabularies at present. */
export function stageCountsQuery(kind: PartyKind, names: string[]) {
  const fields = names.map((name) => `stage.${name}`).join();
  return queryOptions({
    queryKey: [...keys.parties, "stages", kind, fields],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET("/api/v1/parties/facets", { params: { query: { kind, fields } }, signal }))).items,
    enabled: names.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** Whether a text is a vocabulary: it as it reads, or a refusal with every problem. Nothing is stored. */
export function checkQuery(toml: string) {
  return queryOptions({
    queryKey: ["vocabulary check", toml],
    queryFn: ({ signal }) => bodyOf(api.POST("/api/v1/vocabularies/check", { body: { toml }, signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** The kinds of evidence, built-in ones and those of the workspace. */
export const kindsQuery = queryOptions({
  queryKey: keys.kinds,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/kinds", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});
