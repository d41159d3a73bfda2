import { recordAll, recordEvidence, retractEvidence } from "@/api/evidence";
import { keys } from "@/api/keys";
import { inParts } from "@/api/pages";
import { hideParty, type PartyRequest, restoreParty } from "@/api/parties";
import { queries } from "@/api/queries";
import { draftAbout, type EvidenceEntry } from "@/parts/evidence/entry";
import { kindTitle } from "@/parts/evidence/titles";
import { eachOf } from "@/parts/table/eachOf";
import { hideEach } from "@/parts/table/hideEach";
import type { Selection } from "@/parts/table/selection";
import { useRun } from "@/parts/table/useRun";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { idsOf } from "./chosen";

/** Pieces of evidence that are sent at once. */
const BATCH = 200;

const never = new AbortController().signal;
const refresh = () => queries.invalidateQueries({ queryKey: keys.parties });

async function undoRecording(pieces: string[]) {
  await eachOf(pieces, (id) => retractEvidence(id, t("toast.undo")), () => undefined, never);
  await refresh();
}

/** Records the same for each of these; for one alone an error is thrown as it is. Returns the pieces. */
async function recordFor(ids: string[], entry: EvidenceEntry): Promise<string[]> {
  const drafts = ids.map((party) => draftAbout(party, entry));
  const [only] = drafts;
  if (only && drafts.length === 1) return [(await recordEvidence(only)).id];
  return (await recordAll(drafts)).map((piece) => piece.id);
}

/** Bulk actions on the selected parties, with progress, stop and undo. */
export function useBulk(request: PartyRequest, selection: Selection, clear: () => void) {
  const { progress, run, stop } = useRun(clear, () => void refresh());

  const hide = () =>
    run(async (report, stopped) => {
      const ids = await idsOf(request, selection);
      await hideEach({ ids, hide: hideParty, restore: restoreParty, again: refresh }, report, stopped);
    });

  const record = (entry: EvidenceEntry) =>
    run(async (report, stopped) => {
      const ids = await idsOf(request, selection);
      const pieces: string[] = [];
      const action = async (some: string[]) => void pieces.push(...(await recordFor(some, entry)));
      await eachOf(inParts(ids, BATCH), action, () => report({ done: pieces.length, total: ids.length }), stopped);
      const kind = kindTitle(entry.kind);
      toast({ message: t("evidence.recorded", { count: pieces.length, kind }), undo: () => undoRecording(pieces) });
    });

  return { progress, hide, record, stop };
}
