import { addLink, endLink, deleteLink } from "@/api/party";
import type { Link, WholeParty } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { toMs } from "./days";
import { refresh } from "./showOrHide";

/** Whether a link has ended. */
export const isOver = ({ to }: Link) => to !== null && toMs(to) <= Date.now();

/** The party at the other end. */
export const otherOf = (party: WholeParty, link: Link) => (party.kind === "person" ? link.organization : link.person);

async function change(party: WholeParty, action: () => Promise<unknown>, message: string, undo: () => Promise<unknown>) {
  try {
    await action();
    await refresh(party.id);
    const undoAndRefresh = async () => {
      await undo();
      await refresh(party.id);
    };
    toast({ message, undo: undoAndRefresh });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Marks a link as ended or as current. */
export function toggleEnded(party: WholeParty, link: Link) {
  const to = isOver(link) ? null : new Date().toISOString();
  const message = t(to ? "party.link.ended" : "party.link.isCurrent", { name: link.name ?? "" });
  return change(party, () => endLink(link.id, to), message, () => endLink(link.id, link.to));
}

/** Removes a link that was added by mistake; undo adds it again. */
export function removeLink(party: WholeParty, { id, name, person, organization, role, from, to }: Link) {
  const again = () => addLink({ person, organization, role, from, to });
  return change(party, () => deleteLink(id), t("party.link.removed", { name: name ?? "" }), again);
}
