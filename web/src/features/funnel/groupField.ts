import type { RecordField } from "@/api/wire";
import { shownText } from "@/parts/fields/ownValues";
import { t } from "@/messages/messages";
import type { Choices } from "./Choice";

/** The fields with few values, by which a funnel can be grouped; own ones are `more.FIELD`, those of the account `account.FIELD`. */
const SHARED = ["source", "owner", "country", "region", "city", "language", "title"] as const;
/** Those that say something of an organization. */
const OF_ACCOUNT = SHARED.filter((name) => name !== "title");

const OWN = "more.";
const ACCOUNT = "account.";

/** The fields that the workspace has declared for those whom the funnel follows, and for their accounts if these are others. */
export interface GroupFields {
  own: RecordField[];
  ofAccount: RecordField[] | undefined;
}

const bare = (by: string) => (by.startsWith(ACCOUNT) ? by.slice(ACCOUNT.length) : by);
const isOfAccount = (by: string) => by.startsWith(ACCOUNT);

/** A field to group by, from an address; the server says which own fields there are. */
export function readGroupField(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const name = bare(value);
  const isOwn = name.startsWith(OWN) && name.length > OWN.length;
  return isOwn || SHARED.some((known) => known === name) ? value : undefined;
}

const shared = (by: string) => SHARED.find((name) => name === bare(by));

function ownField(by: string, { own, ofAccount }: GroupFields): RecordField | undefined {
  const fields = isOfAccount(by) ? (ofAccount ?? own) : own;
  return fields.find(({ name }) => `${OWN}${name}` === bare(by));
}

function bareTitle(by: string, fields: GroupFields): string {
  const name = shared(by);
  return name ? t(`field.${name}`) : (ownField(by, fields)?.title ?? bare(by).slice(OWN.length));
}

/** The title of a field to group by. */
export function titleOfGroupField(by: string, fields: GroupFields): string {
  const field = bareTitle(by, fields);
  return isOfAccount(by) ? t("funnel.by.ofAccount", { field }) : field;
}

/** The title within a sentence: that of an own field stays as it was given. */
export function inSentence(by: string, fields: GroupFields): string {
  const title = bareTitle(by, fields);
  const field = shared(by) ? title.toLocaleLowerCase() : title;
  return isOfAccount(by) ? t("funnel.by.ofAccount.in", { field }) : field;
}

/** What can be chosen to group by, fields of the account in a section of their own; one of the address that is not offered stays
 * chosen. */
export function groupFieldChoices(fields: GroupFields, chosen: string | undefined): Choices<string> {
  const own = [...SHARED, ...fields.own.map(({ name }) => `${OWN}${name}`)];
  const ofAccount = fields.ofAccount ? [...OF_ACCOUNT, ...fields.ofAccount.map(({ name }) => `${OWN}${name}`)] : [];
  const offered: string[] = [...own, ...ofAccount.map((name) => `${ACCOUNT}${name}`)];
  const other = chosen === undefined || offered.includes(chosen) ? [] : [chosen];
  const item = (value: string) => ({ value, label: titleOfGroupField(value, fields) });
  const items = offered.slice(own.length).map(item);
  return [
    { value: "", label: t("funnel.by.none") },
    ...[...own, ...other].map(item),
    ...(items.length > 0 ? [{ group: t("funnel.by.account"), items }] : []),
  ];
}

/** The name of a group: its value as people read it, or that there is none. */
export function nameOfGroup(by: string, key: string | null, fields: GroupFields): string {
  if (key === null) return t("funnel.groups.none", { field: inSentence(by, fields) });
  const field = ownField(by, fields);
  return field ? shownText(field, key) : key;
}
