import { keys } from "@/api/keys";
import { changeParty } from "@/api/parties";
import { queries } from "@/api/queries";
import type { Party, PartyPage } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t, type MessageKey } from "@/messages/messages";

/** Updates a changed party in every cached page. */
function show(party: Party) {
  queries.setQueriesData<PartyPage>({ queryKey: [...keys.parties, "page"] }, (page) =>
    page?.items.some((one) => one.id === party.id)
      ? { ...page, items: page.items.map((one) => (one.id === party.id ? { ...one, ...party } : one)) }
      : page,
  );
}

/** Sends a field of a party; the screen shows it at once, and reverts if the server refuses. */
async function send(party: Party, field: string, value: string): Promise<Party> {
  const optimistic = { ...party, [field]: value };
  show(optimistic);
  try {
    const answer = await changeParty(party, { [field]: value === "" ? null : value });
    // Fields do not change stages.
    const changed = { ...answer, last_evidence: party.last_evidence, standing_since: party.standing_since };
    show({ ...changed, [field]: value });
    return changed;
  } catch (thrown) {
    show(party);
    void queries.invalidateQueries({ queryKey: keys.parties });
    throw thrown;
  }
}

/** Changes a simple field of a party and offers to undo it. */
export async function editField(party: Party, field: string, value: string) {
  const before = String(party[field as keyof Party] ?? "");
  try {
    const changed = await send(party, field, value.trim());
    toast({
      message: t("people.edited", { field: t(`field.${field}` as MessageKey), name: changed.name }),
      undo: () => send(changed, field, before),
    });
  } catch (thrown) {
    toastProblem(thrown);
  }
}
