import type { RecordField } from "@/api/wire";
import { shownText } from "@/parts/fields/ownValues";
import { t } from "@/messages/messages";

/** The fields with few values, by which a funnel can be grouped; own ones are `more.FIELD`. */
const SHARED = ["source", "owner", "country", "region", "city", "language", "title"] as const;

const OWN = "more.";

/** A field to group by, from an address; the server says which own fields there are. */
export function readGroupField(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const isOwn = value.startsWith(OWN) && value.length > OWN.length;
  return isOwn || SHARED.some((name) => name === value) ? value : undefined;
}

const ownField = (by: string, own: RecordField[]) => own.find(({ name }) => `${OWN}${name}` === by);
const shared = (by: string) => SHARED.find((name) => name === by);

/** The title of a field to group by. */
export function titleOfGroupField(by: string, own: RecordField[]): string {
  const name = shared(by);
  return name ? t(`field.${name}`) : (ownField(by, own)?.title ?? by.slice(OWN.length));
}

/** The title within a sentence: that of an own field stays as it was given. */
export function inSentence(by: string, own: RecordField[]): string {
  const title = titleOfGroupField(by, own);
  return shared(by) ? title.toLocaleLowerCase() : title;
}

/** What can be chosen to group by; a field of the address that is not offered stays chosen. */
export function groupFieldChoices(own: RecordField[], chosen: string | undefined): { value: string; label: string }[] {
  const offered: string[] = [...SHARED, ...own.map(({ name }) => `${OWN}${name}`)];
  const all = chosen === undefined || offered.includes(chosen) ? offered : [...offered, chosen];
  return [{ value: "", label: t("funnel.by.none") }, ...all.map((value) => ({ value, label: titleOfGroupField(value, own) }))];
}

/** The name of a group: its value as people read it, or that there is none. */
export function nameOfGroup(by: string, key: string | null, own: RecordField[]): string {
  if (key === null) return t("funnel.groups.none", { field: inSentence(by, own) });
  const field = ownField(by, own);
  return field ? shownText(field, key) : key;
}
