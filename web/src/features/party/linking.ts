import { addLink, endLink, takeLinkBack } from "@/api/party";
import type { Link, WholeParty } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/words/words";
import { toMs } from "./days";
import { refresh } from "./showOrHide";

/** Whether a link has ended. */
export const isOver = ({ to }: Link) => to !== null && toMs(to) <= Date.now();

/** The party at the other end. */
export const otherOf = (party: WholeParty, link: Link) => (party.kind === "person" ? link.organization : link.person);

async function change(party: WholeParty, deed: () => Promise<unknown>, message: string, undo: () => Promise<unknown>) {
  try {
    await deed();
    await refresh(party.id);
    const back = async () => {
      await undo();
      await refresh(party.id);
    };
    toast({ message, undo: back });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Says that a link ends now, or that it has not ended. */
export function endOrGoOn(party: WholeParty, link: Link) {
  const to = isOver(link) ? null : new Date().toISOString();
  const message = t(to ? "party.link.ended" : "party.link.goesOn", { name: link.name ?? "" });
  return change(party, () => endLink(link.id, to), message, () => endLink(link.id, link.to));
}

/** Takes a link back that never was; taking that back adds it again. */
export function takeBack(party: WholeParty, { id, name, person, organization, role, from, to }: Link) {
  const again = () => addLink({ person, organization, role, from, to });
  return change(party, () => takeLinkBack(id), t("party.link.takenBack", { name: name ?? "" }), again);
}
