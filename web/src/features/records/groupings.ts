import type { Field, FieldValue, RecordField, RecordFilter, RecordGroup, RecordType } from "@/api/wire";
import { allFields, fieldNamed } from "@/parts/fields/allFields";
import { ownText, shownText } from "@/parts/fields/ownValues";
import { textOf } from "@/parts/fields/values";
import type { RecordTree } from "@/parts/filter/records/shape";
import { formatMonth } from "@/messages/format";
import { t } from "@/messages/messages";

/** What records of a type can be grouped by: a field, a span of time, or a field of the people or organizations in one. */

/** The fields that the workspace has declared for people and for organizations. */
export interface OwnFields {
  person: RecordField[];
  organization: RecordField[];
}

interface Item {
  value: string;
  label: string;
}

type Choices = (Item | { group: string; items: Item[] })[];

/** What is grouped by if nothing else is chosen. */
export const GROUPED_BY = "owner";

const STEPS = ["month", "quarter", "year"] as const;
const SHARED = ["owner", "country", "region", "city", "source", "language"] as const satisfies Field[];
const OWN = "more.";

/** Kinds whose values many records share. */
const SHARING = new Set<RecordField["kind"]>(["choice", "text", "yes_no", "party", "record", "user"]);

const ownOf = (field: RecordField, own: OwnFields) =>
  field.of === "person" ? own.person : field.of === "organization" ? own.organization : [...own.organization, ...own.person];

function partySection(field: RecordField, own: OwnFields) {
  // The title stands in each label too, since a closed select shows the label alone.
  const item = (name: string, title: string) => ({ value: `${field.name}.${name}`, label: `${field.title}: ${title}` });
  const shared = SHARED.map((name) => item(name, t(`field.${name}`)));
  const declared = ownOf(field, own).map(({ name, title }) => item(`${OWN}${name}`, title));
  return { group: field.title, items: [...shared, ...declared] };
}

function timeItems(field: RecordField): Item[] {
  return STEPS.map((step) => ({ value: `${field.name}:${step}`, label: t(`records.summary.${step}`, { field: field.title }) }));
}

/** Everything that records can be grouped by; what the address names and is not offered stays chosen. */
export function groupingChoices(of: RecordType, own: OwnFields, chosen: string): Choices {
  const fields = allFields(of).filter((field) => field.name !== "name");
  const items = fields.filter(({ kind }) => SHARING.has(kind)).map(({ name, title }) => ({ value: name, label: title }));
  const times = fields.filter(({ kind }) => kind === "date" || kind === "instant").flatMap(timeItems);
  const sections = [
    { group: t("records.summary.time"), items: times },
    ...fields.filter(({ kind }) => kind === "party").map((field) => partySection(field, own)),
  ];
  const isOffered = [...items, ...sections.flatMap((section) => section.items)].some(({ value }) => value === chosen);
  return [...items, ...(isOffered ? [] : [{ value: chosen, label: chosen }]), ...sections];
}

/** The title of what is grouped by. */
export function titleOfGrouping(choices: Choices, by: string): string {
  const items = choices.flatMap((one) => ("group" in one ? one.items : [one]));
  return items.find(({ value }) => value === by)?.label ?? by;
}

/** The value of a group, as it was answered. */
export const valueOfGroup = (by: string, group: Pick<RecordGroup, "by">): FieldValue => group.by[by.split(":")[0] ?? by] ?? null;

/** A month, quarter or year as people read it. */
function spanText(name: string): string {
  const [year = name, quarter] = name.split("-Q");
  if (quarter) return t("records.summary.quarter.name", { quarter, year });
  return name.length === "2026-03".length ? formatMonth(`${name}-01`, "day") : name;
}

/** The name of a group, or that there is no value; ids of people and records are shown by their names elsewhere. */
export function nameOfGroup(of: RecordType, own: OwnFields, by: string, value: FieldValue): string {
  if (value === null) return t("records.summary.none");
  if (by.includes(":")) return spanText(String(value));
  const [name = by, ofParty] = by.split(/\.(.*)/);
  const field = fieldNamed(of, name);
  if (ofParty !== undefined) {
    const declared = field && ownOf(field, own).find((one) => `${OWN}${one.name}` === ofParty);
    return declared ? shownText(declared, ownText(declared, value)) : String(value);
  }
  return field ? textOf(field, value) : String(value);
}

const partsOf = (filter: RecordTree): RecordTree[] => ("and" in filter ? filter.and : [filter]);

/** The records of a group, of those that are shown, and of a state if one is given. */
export function filterOfGroup(asked: RecordTree | undefined, group: RecordFilter, state?: "open" | "won" | "lost"): RecordTree {
  // The generated types of conditions on parties do not know what `isRecordFilter` looks at.
  const ofGroup = partsOf(group as RecordTree);
  const ofState: RecordTree[] = state ? [{ field: { name: "state", is: state } }] : [];
  return { and: [...(asked ? partsOf(asked) : []), ...ofGroup, ...ofState] };
}

/** Groups in the order in which they are read: spans of time as they follow each other, others by size; those without a value last. */
export function inOrder<One extends Pick<RecordGroup, "by" | "count">>(by: string, groups: One[]): One[] {
  if (by.includes(":")) return groups;
  const isNone = (group: One) => valueOfGroup(by, group) === null;
  return groups.toSorted((one, other) => Number(isNone(one)) - Number(isNone(other)) || other.count - one.count);
}
