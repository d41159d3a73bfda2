import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { endOf } from "./jobs";
import { keys } from "./keys";
import type { FrameworkSwitched, FrameworkTried } from "./schema";
import type { Work } from "./vocabularyJobs";

export type { Framework, FrameworkChecked, FrameworkSwitched, FrameworkText, FrameworkTried } from "./schema";

/** Every framework, in the version that is in use or else in its newest. */
export const frameworksQuery = queryOptions({
  queryKey: keys.frameworks,
  queryFn: async ({ signal }) => (await bodyOf(api.GET("/api/v1/frameworks", { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** A framework with its text. */
export function frameworkQuery(name: string) {
  return queryOptions({
    queryKey: [...keys.frameworks, name],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/frameworks/{name}", { params: { path: { name } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether a text is a framework: it as it reads, or a refusal with every problem. Nothing is stored. */
export function frameworkCheckQuery(toml: string) {
  return queryOptions({
    queryKey: ["framework check", toml],
    queryFn: ({ signal }) => bodyOf(api.POST("/api/v1/frameworks/check", { body: { toml }, signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Seconds that the first request waits: faster jobs show no progress. */
const WAIT = 1;

/** Replays all history with a framework in use, and returns what would change; null if it was stopped. Nothing is stored. */
export const tryFramework: Work<FrameworkTried | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/frameworks/try", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "try_framework" in result ? result.try_framework : null;
};

/** Puts a text to use; null if it was stopped, and then what was in use stays so. */
export const activateFramework: Work<FrameworkSwitched | null> = async (toml, report, signal) => {
  const options = { params: { query: { wait: WAIT } }, body: { toml }, signal };
  const answer = await bodyOf(api.POST("/api/v1/frameworks/use", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "use_framework" in result ? result.use_framework : null;
};

/** Takes the framework of a name out of use; null if it was stopped. */
export const retireFramework: Work<FrameworkSwitched | null> = async (name, report, signal) => {
  const options = { params: { path: { name }, query: { wait: WAIT } }, signal };
  const answer = await bodyOf(api.POST("/api/v1/frameworks/{name}/retire", options));
  if ("result" in answer) return answer.result;
  const result = await endOf(answer, report, signal);
  return result && "use_framework" in result ? result.use_framework : null;
};
