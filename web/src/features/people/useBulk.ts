import { useRef, useState } from "react";
import { recordAll, recordEvidence, retractEvidence } from "@/api/evidence";
import { keys } from "@/api/keys";
import { hideParty, type PartyRequest, restoreParty } from "@/api/parties";
import { queries } from "@/api/queries";
import { draftAbout, type EvidenceEntry } from "@/parts/evidence/entry";
import { kindTitle } from "@/parts/evidence/titles";
import type { Selection } from "@/parts/table/selection";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { idsOf } from "./chosen";
import { eachOf } from "./eachOf";

/** Pieces of evidence that are sent at once. */
const BATCH = 200;

interface Progress extends Record<string, number> {
  done: number;
  total: number;
}

const never = new AbortController().signal;
const refresh = () => queries.invalidateQueries({ queryKey: keys.parties });

function batches<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, place) => items.slice(place * BATCH, (place + 1) * BATCH));
}

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

/** Bulk actions on the selected records, with progress, stop and undo. */
export function useBulk(request: PartyRequest, selection: Selection, clear: () => void) {
  const [progress, setProgress] = useState<Progress>();
  const stopping = useRef(new AbortController());

  async function run(action: (ids: string[]) => Promise<void>) {
    stopping.current = new AbortController();
    setProgress({ done: 0, total: 0 });
    try {
      await action(await idsOf(request, selection));
      clear();
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setProgress(undefined);
      void refresh();
    }
  }

  const hide = () =>
    run(async (ids) => {
      const report = (done: number) => setProgress({ done, total: ids.length });
      const hidden = await eachOf(ids, hideParty, report, stopping.current.signal);
      toast({
        message: t("chosen.hidden", { count: hidden.length }),
        undo: async () => {
          await eachOf(hidden, restoreParty, () => undefined, never);
          await refresh();
        },
      });
    });

  const record = (entry: EvidenceEntry) =>
    run(async (ids) => {
      const pieces: string[] = [];
      const report = () => setProgress({ done: pieces.length, total: ids.length });
      const action = async (some: string[]) => void pieces.push(...(await recordFor(some, entry)));
      await eachOf(batches(ids), action, report, stopping.current.signal);
      const kind = kindTitle(entry.kind);
      toast({ message: t("evidence.recorded", { count: pieces.length, kind }), undo: () => undoRecording(pieces) });
    });

  return { progress, hide, record, stop: () => stopping.current.abort() };
}
