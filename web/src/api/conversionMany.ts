import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { endOfEdit, interruptedSet, WAIT } from "./bulk";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import { whoFilter, type PartyRequest } from "./parties";
import { queries } from "./queries";
import type { Job, LeadsConverted, LeadsPreviewed, ManyDraft } from "./wire";

/** Into what each of many leads is converted. */
export type ManyChoice = Omit<ManyDraft, "filter">;

/** What came of converting many leads. */
export interface ManyOutcome {
  /** Nothing if it was stopped half-way. */
  result: LeadsConverted | null;
  /** The change set; nothing if nobody was there to convert. */
  set: string | null;
}

type Report = (progress: { done: number; total: number }) => void;

const bodyFor = (request: PartyRequest, choice: ManyChoice): ManyDraft => ({ filter: whoFilter(request), ...choice });

/** What would come of the first leads; nothing is stored. */
export function manyPreviewQuery(request: PartyRequest, choice: ManyChoice) {
  const body = bodyFor(request, choice);
  return queryOptions({
    queryKey: [...keys.parties, "conversion", "preview", body],
    queryFn: ({ signal }) =>
      bodyOf(api.POST("/api/v1/parties/convert", { params: { query: { preview: true } }, body, signal })) as Promise<LeadsPreviewed>,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}

/** The end of a job that is still running. */
async function outcomeOf(begun: Job, set: string | null, report: Report, stop: AbortSignal): Promise<ManyOutcome> {
  const ended = await endOfEdit(begun, report, stop);
  if (ended && "convert_leads" in ended) return { result: ended.convert_leads, set: ended.convert_leads.change_set };
  return { result: null, set: set ?? (await interruptedSet(begun.started_at, "convert"))?.id ?? null };
}

/** Converts all leads of a request, as one change set. */
export async function convertMany(request: PartyRequest, choice: ManyChoice, report: Report, stop: AbortSignal): Promise<ManyOutcome> {
  const body = bodyFor(request, choice);
  const answer = await bodyOf(api.POST("/api/v1/parties/convert", { params: { query: { wait: WAIT } }, body }));
  if ("converted" in answer) return { result: answer, set: answer.change_set };
  return outcomeOf(answer as Job, null, report, stop);
}

/** Goes on with a conversion that was stopped. */
export async function resumeMany(set: string, report: Report, stop: AbortSignal): Promise<ManyOutcome> {
  const answer = await bodyOf(api.POST("/api/v1/changes/{id}/resume", { params: { path: { id: set }, query: { wait: WAIT } } }));
  if ("converted" in answer) return { result: answer, set };
  return outcomeOf(answer as Job, set, report, stop);
}

/** Loads again what conversions and their undo have changed. */
export async function refreshMany() {
  await Promise.all([keys.parties, keys.allRecords, keys.funnel].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
