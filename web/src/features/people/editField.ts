import { keys } from "@/api/keys";
import { changeField, OWN } from "@/api/party";
import { queries } from "@/api/queries";
import type { Party, PartyPage } from "@/api/wire";
import type { Column } from "@/parts/table/column";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";

/** Updates a changed party in every cached page. */
function show(party: Party) {
  queries.setQueriesData<PartyPage>({ queryKey: [...keys.parties, "page"] }, (page) =>
    page?.items.some((one) => one.id === party.id)
      ? { ...page, items: page.items.map((one) => (one.id === party.id ? { ...one, ...party } : one)) }
      : page,
  );
}

const valueOf = (party: Party, field: string) =>
  field.startsWith(OWN) ? party.more[field.slice(OWN.length)] : (party[field as keyof Party] as string | undefined);

function withValue(party: Party, field: string, value: string): Party {
  return field.startsWith(OWN) ? { ...party, more: { ...party.more, [field.slice(OWN.length)]: value } } : { ...party, [field]: value };
}

/** Sends a field of a party; the screen shows it at once, and reverts if the server refuses. */
async function send(party: Party, field: string, value: string): Promise<Party> {
  show(withValue(party, field, value));
  try {
    const answer = await changeField(party, field, value);
    // Fields do not change stages.
    const changed = { ...answer, last_evidence: party.last_evidence, standing_since: party.standing_since };
    show(withValue(changed, field, valueOf(changed, field) ?? ""));
    return changed;
  } catch (thrown) {
    show(party);
    void queries.invalidateQueries({ queryKey: keys.parties });
    throw thrown;
  }
}

/** Changes a field of a party and offers to undo it. */
export async function editField(party: Party, { id, label }: Pick<Column<Party>, "id" | "label">, value: string) {
  const before = valueOf(party, id) ?? "";
  try {
    const changed = await send(party, id, value.trim());
    toast({
      message: t("people.edited", { field: label, name: changed.name }),
      undo: () => send(changed, id, before),
    });
  } catch (thrown) {
    toastProblem(thrown);
  }
}
