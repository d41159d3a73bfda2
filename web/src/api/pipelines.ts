import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { endOf, type Progress } from "./jobs";
import { keys } from "./keys";
import type { PipelineTried, PipelineUsed } from "./schema";

export type { DealAmountsExchanged as Exchanged, DealFunnel, DealStage, DealValue, Pipeline, PipelineMove, PipelineStage, PipelineText, PipelineTried } from "./schema";

/** The pipelines in force; the first is that of deals of which nothing says another. */
export const pipelinesQuery = queryOptions({
  queryKey: keys.pipelines,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/pipelines", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** A pipeline with its text and its versions; the active version if none is given. */
export function pipelineQuery(name: string, version?: number) {
  return queryOptions({
    queryKey: [...keys.pipelines, "one", name, version ?? null],
    queryFn: ({ signal }) => {
      const params = { path: { name }, query: version === undefined ? {} : { version } };
      return bodyOf(api.GET("/api/v1/pipelines/{name}", { params, signal }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether a text is a pipeline: it as it reads, or a refusal with every problem. Nothing is stored. */
export function pipelineCheckQuery(toml: string) {
  return queryOptions({
    queryKey: ["pipeline check", toml],
    queryFn: ({ signal }) => bodyOf(api.POST("/api/v1/pipelines/check", { body: { toml }, signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Seconds that the first request waits: faster jobs show no progress. */
const WAIT = 1;

/** A job over all deals that reports its progress and can be left. */
type Work<Result> = (toml: string, report: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>;

/** Derives all deals under a changed pipeline and returns what would change; null if it was stopped. Nothing is stored. */
export const tryPipeline: Work<PipelineTried | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/pipelines/try", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "try_pipeline" in result ? result.try_pipeline : null;
};

/** Activates a pipeline; null if it was stopped. */
export const activatePipeline: Work<PipelineUsed | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/pipelines/use", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "use_pipeline" in result ? result.use_pipeline : null;
};

/** Takes a pipeline in which no deals are out of use. */
export const retirePipeline = (name: string) => bodyOf(api.POST("/api/v1/pipelines/{name}/retire", { params: { path: { name } } }));

/** Which funnel of deals. */
export interface DealFunnelRequest {
  pipeline?: string;
  from?: string;
  to?: string;
  as_of?: string;
}

/** The funnel of deals. */
export function dealFunnelQuery(request: DealFunnelRequest) {
  return queryOptions({
    queryKey: [...keys.records("deals"), "funnel", request],
    queryFn: async ({ signal }) => {
      const answer = await bodyOf(api.GET("/api/v1/deals/funnel", { params: { query: request }, signal }));
      return "groups" in answer ? undefined : answer;
    },
    placeholderData: keepPreviousData,
  });
}

/** The same, a funnel for each value of a field. */
export function dealFunnelGroupsQuery(request: DealFunnelRequest, by: string) {
  return queryOptions({
    queryKey: [...keys.records("deals"), "funnel", request, by],
    queryFn: async ({ signal }) => {
      const answer = await bodyOf(api.GET("/api/v1/deals/funnel", { params: { query: { ...request, by } }, signal }));
      return "groups" in answer ? answer.groups : [];
    },
    placeholderData: keepPreviousData,
  });
}

/** The stages of a deal over time, its amounts and its close dates. */
export function dealHistoryQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.records("deals"), "history", id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/deals/{id}/history", { params: { path: { id } }, signal })),
  });
}
