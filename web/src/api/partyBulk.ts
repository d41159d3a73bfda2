import { type Edited, edited, endOfEdit, interruptedSince, WAIT } from "./bulk";
import { api, bodyOf } from "./client";
import { type PartyRequest, whoFilter } from "./parties";
import type { PartiesEdited, PartyChange } from "./wire";

/** Changes all parties of a request, as one change set. Stopped, it leaves what is changed by then. */
export async function editParties(
  request: PartyRequest,
  set: PartyChange,
  report: (progress: { done: number; total: number }) => void,
  stop: AbortSignal,
): Promise<Edited<PartiesEdited>> {
  const body = { filter: whoFilter(request), set };
  const answer = await bodyOf(api.POST("/api/v1/parties/bulk", { params: { query: { wait: WAIT } }, body }));
  if ("matched" in answer) return edited(answer, answer.edited);
  const result = await endOfEdit(answer, report, stop);
  return result && "edit_parties" in result
    ? edited(result.edit_parties, result.edit_parties.edited)
    : interruptedSince(answer.started_at, (counts) => counts.parties_edited);
}
