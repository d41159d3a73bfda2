import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import { queries } from "./queries";
import type { HandOver } from "./wire";

/** How far a party is qualified: frameworks, findings, the next question, and the hand-over. */
export function qualificationQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.party(id), "qualification"],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/parties/{id}/qualification", { params: { path: { id } }, signal })),
  });
}

/** A step between marketing and sales. */
export type Step =
  | { step: "hand-over" | "accept" }
  | { step: "reject"; reason: string; until: string }
  | { step: "disqualify"; reason: string; words?: string }
  | { step: "requalify"; reason?: string };

function send(id: string, step: Step): Promise<HandOver> {
  const params = { path: { id } };
  switch (step.step) {
    case "hand-over":
      return bodyOf(api.POST("/api/v1/parties/{id}/qualification/hand-over", { params }));
    case "accept":
      return bodyOf(api.POST("/api/v1/parties/{id}/qualification/accept", { params }));
    case "reject":
      return bodyOf(
        api.POST("/api/v1/parties/{id}/qualification/reject", { params, body: { reason: step.reason, until: step.until } }),
      );
    case "disqualify":
      return bodyOf(
        api.POST("/api/v1/parties/{id}/qualification/disqualify", {
          params,
          body: { reason: step.reason, ...(step.words && { words: step.words }) },
        }),
      );
    case "requalify":
      return bodyOf(
        api.POST("/api/v1/parties/{id}/qualification/requalify", { params, body: step.reason ? { reason: step.reason } : {} }),
      );
  }
}

/** Takes a step, and loads what it makes stale. */
export async function takeStep(id: string, step: Step): Promise<HandOver> {
  const stands = await send(id, step);
  await refreshQualified(id);
  return stands;
}

/** Loads what an assessment or a step makes stale, without waiting for the change feed. */
export async function refreshQualified(id: string) {
  for (const queryKey of [keys.parties, keys.funnel]) void queries.invalidateQueries({ queryKey });
  await queries.invalidateQueries({ queryKey: keys.party(id) });
}
