import { api, bodyOf } from "./client";
import type { Corrected, Evidence, EvidenceDraft } from "./wire";

/** Records one piece. */
export async function recordEvidence(draft: EvidenceDraft): Promise<Evidence> {
  const answer = await bodyOf(api.POST("/api/v1/evidence", { body: draft }));
  return answer as Evidence;
}

/** Records several pieces at once; returns those that were not rejected. */
export async function recordAll(drafts: EvidenceDraft[]): Promise<Evidence[]> {
  const answer = await bodyOf(api.POST("/api/v1/evidence", { body: drafts }));
  return "items" in answer ? answer.items.flatMap((one) => one.evidence ?? []) : [answer];
}

/** Corrects a piece: retracts it and records another, both or neither. */
export function correctEvidence(id: string, reason: string, instead: EvidenceDraft): Promise<Corrected> {
  return bodyOf(api.POST("/api/v1/evidence/{id}/correct", { params: { path: { id } }, body: { reason, instead } }));
}

/** Retracts a piece. */
export function retractEvidence(id: string, reason: string): Promise<Evidence> {
  return bodyOf(api.POST("/api/v1/evidence/{id}/retract", { params: { path: { id } }, body: { reason } }));
}
