import { keys } from "@/api/keys";
import { hideParty, restoreParty } from "@/api/parties";
import { queries } from "@/api/queries";
import type { WholeParty } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";

/** Invalidates what a change of a party makes stale, without waiting for the change feed. */
export async function refresh(id: string) {
  void queries.invalidateQueries({ queryKey: keys.parties });
  await queries.invalidateQueries({ queryKey: keys.party(id) });
}

async function become({ id }: WholeParty, hidden: boolean) {
  await (hidden ? hideParty(id) : restoreParty(id));
  await refresh(id);
}

/** Hides a party, or restores it if it is hidden; both can be undone. */
export async function showOrHide(party: WholeParty) {
  try {
    await become(party, !party.hidden);
    const message = t(party.hidden ? "party.restored" : "party.hid", { name: party.name });
    toast({ message, undo: () => become(party, party.hidden) });
  } catch (thrown) {
    toastProblem(thrown);
  }
}
