import { correctEvidence, recordEvidence, retractEvidence } from "@/api/evidence";
import { partyQuery } from "@/api/parties";
import { queries } from "@/api/queries";
import { vocabulariesQuery } from "@/api/vocabularies";
import type { Evidence, WholeParty } from "@/api/wire";
import { draftAbout, type EvidenceEntry } from "@/parts/evidence/entry";
import { kindTitle } from "@/parts/evidence/titles";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { refresh } from "./showOrHide";

/** The vocabularies in which the stage has changed, as a sentence. */
async function changeOf(before: WholeParty): Promise<string | undefined> {
  const after = await queries.fetchQuery({ ...partyQuery(before.id), staleTime: 0 });
  const vocabularies = await queries.ensureQueryData(vocabulariesQuery);
  const changed = vocabularies.filter(({ name }) => (after.stages[name] ?? null) !== (before.stages[name] ?? null));
  const stages = changed.map(({ name, title, stages: all }) => {
    const stage = all.find((one) => one.name === after.stages[name])?.title ?? t("party.became.none");
    return t("party.became.stage", { stage, vocabulary: title });
  });
  return stages.length > 0 ? t("party.became", { name: after.name, stages: stages.join(", ") }) : undefined;
}

async function report(before: WholeParty, action: string, undo: () => Promise<unknown>) {
  const change = await changeOf(before);
  void refresh(before.id);
  const undoAndRefresh = async () => {
    await undo();
    await refresh(before.id);
  };
  toast({ message: change ? `${action} ${change}` : action, undo: undoAndRefresh });
}

/** Records a piece about a party, and reports how the stages changed. Throws if it is refused. */
export async function record(party: WholeParty, entry: EvidenceEntry): Promise<Evidence> {
  const piece = await recordEvidence(draftAbout(party.id, entry));
  await report(party, t("party.recorded", { kind: kindTitle(entry.kind) }), () => retractEvidence(piece.id, t("toast.undo")));
  return piece;
}

/** Replaces a wrong piece by the right one about the same subject; throws if it is refused, and then nothing has changed. */
export async function correct(party: WholeParty, wrong: Evidence, because: string, entry: EvidenceEntry): Promise<void> {
  const subject = wrong.participants.find(({ role }) => role === "subject")?.party ?? party.id;
  const { retraction, evidence } = await correctEvidence(wrong.id, because, draftAbout(subject, entry));
  await report(party, t("party.corrected", { kind: kindTitle(wrong.kind) }), async () => {
    await retractEvidence(retraction.id, t("toast.undo"));
    await retractEvidence(evidence.id, t("toast.undo"));
  });
}

/** Retracts a piece, or a retraction; reports how the stages changed. Returns whether it did. */
export async function retract(party: WholeParty, piece: Evidence, reason: string): Promise<boolean> {
  try {
    const retraction = await retractEvidence(piece.id, reason);
    const action = piece.kind === "retracted" ? t("party.counts") : t("party.retracted.done", { kind: kindTitle(piece.kind) });
    await report(party, action, () => retractEvidence(retraction.id, t("toast.undo")));
    return true;
  } catch (thrown) {
    toastProblem(thrown);
    return false;
  }
}
