import { keys } from "@/api/keys";
import { changeField, OWN } from "@/api/party";
import { changeParty, partyQuery } from "@/api/parties";
import { asProblem, Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import type { Field, FieldKind, PartyKind, RecordField, WholeParty } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { shownText } from "@/parts/fields/ownValues";
import { toast } from "@/shell/toast";
import { t, tMaybe } from "@/messages/messages";
import { changeBack, changeOf, type PointDraft, type PointsField } from "./contactPoints";

const PLACE: Field[] = ["street", "postal_code", "city", "region", "country"];

/** The fields of a kind of party, in the order in which they are shown. */
const FIELDS_OF: Record<PartyKind, Field[]> = {
  person: ["name", "title", "company", "email", "phone", "owner", "source", "first_name", "last_name", "website", ...PLACE, "language", "note"],
  organization: ["name", "website", "email", "phone", "owner", "source", ...PLACE, "language", "note"],
};

/** The fields that are shown even if they are empty. */
const ALWAYS = new Set<string>(["name", "email", "phone", "owner", "note"]);

/** All fields of a party, custom ones at the end: those that the workspace has declared, then others that have a value. */
export function fieldsOf(party: WholeParty, declared: RecordField[]): string[] {
  const names = declared.filter((field) => !field.archived).map((field) => field.name);
  const others = Object.keys(party.more).filter((name) => !declared.some((field) => field.name === name));
  return [...FIELDS_OF[party.kind], ...[...names, ...others].map((name) => OWN + name)];
}

/** The declaration of a field, if it is one that the workspace has declared. */
export const declaredOf = (field: string, declared: RecordField[]) =>
  field.startsWith(OWN) ? declared.find((one) => one.name === field.slice(OWN.length)) : undefined;

export function valueOf(party: WholeParty, field: string): string {
  if (field.startsWith(OWN)) return party.more[field.slice(OWN.length)] ?? "";
  return party[field as Field] ?? "";
}

/** The value of a field as people read it. */
export function shownValue(party: WholeParty, field: string, declared: RecordField | undefined): string {
  const value = valueOf(party, field);
  return declared && value !== "" ? shownText(declared, value) : value;
}

/** Whether a field is shown: it is filled in, and the name does not contain it. */
export function isTelling(party: WholeParty, field: string): boolean {
  const value = valueOf(party, field);
  const isPartOfName = field === "first_name" || field === "last_name";
  return ALWAYS.has(field) || (value !== "" && !(isPartOfName && party.name.includes(value)));
}

export const fieldTitle = (field: string) => tMaybe(`field.${field}`, plain(field.replace(OWN, "")));

/** The result of an edit: saved, or a conflict because someone else changed the same field. */
export type Outcome = { saved: WholeParty } | { theirs: WholeParty };

/**
 * Changes a field as it was seen. If the record has changed since, but not this field, it is changed all the same;
 * if this field has changed, the conflict is returned and nothing is done.
 */
async function changeSeen(seen: WholeParty, field: string, text: string): Promise<Outcome> {
  try {
    return { saved: await changeField(seen, field, text) };
  } catch (thrown) {
    if (!asProblem(thrown).isStale) throw thrown;
    const fresh = await queries.fetchQuery({ ...partyQuery(seen.id), staleTime: 0 });
    return valueOf(fresh, field) === valueOf(seen, field) ? changeSeen(fresh, field, text) : { theirs: fresh };
  }
}

function show(party: WholeParty) {
  queries.setQueryData(keys.party(party.id), party);
  void queries.invalidateQueries({ queryKey: [...keys.party(party.id), "changes"] });
  void queries.invalidateQueries({ queryKey: keys.parties });
}

/** Changes a field and offers to undo it. */
export async function editField(seen: WholeParty, field: string, text: string, title = fieldTitle(field)): Promise<Outcome> {
  const outcome = await changeSeen(seen, field, text.trim());
  if ("theirs" in outcome) return outcome;
  show(outcome.saved);
  toast({
    message: t("people.edited", { field: title, name: outcome.saved.name }),
    undo: async () => {
      const undone = await changeSeen(outcome.saved, field, valueOf(seen, field));
      if ("theirs" in undone) throw new Problem({ status: 412, code: "stale", title: t("api.stale.title"), detail: t("api.stale.detail") });
      show(undone.saved);
    },
  });
  return outcome;
}

/** Sets all email addresses, phone numbers or postal addresses of a party, and offers to undo it. */
export async function editPoints(seen: WholeParty, field: PointsField, drafts: PointDraft[]): Promise<void> {
  const saved = await changeParty(seen, changeOf(field, drafts));
  show(saved);
  toast({
    message: t("people.edited", { field: t(`field.${field}`), name: saved.name }),
    undo: async () => show(await changeParty(saved, changeBack(seen, field))),
  });
}

const AS_FIELD: Partial<Record<FieldKind, string>> = { email: "email", phone: "phone", url: "website" };

/** The link of a value of a declared field, if it is an address. */
export const hrefOfKind = (kind: FieldKind, value: string) => hrefOf(AS_FIELD[kind] ?? "", value);

/** The link of a value, if it is an address. */
export function hrefOf(field: string, value: string): string | undefined {
  if (field === "email") return `mailto:${encodeURIComponent(value).replaceAll("%40", "@")}`;
  if (field === "phone") return `tel:${value.replaceAll(/[^\d+]/g, "")}`;
  if (field !== "website") return undefined;
  if (/^https?:\/\//i.test(value)) return value;
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(value) ? `https://${value}` : undefined;
}
