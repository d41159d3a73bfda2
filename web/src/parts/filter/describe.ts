import type { RecordField, RecordType, Vocabulary } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { formatDay } from "@/messages/format";
import { t, tMaybe, type MessageKey } from "@/messages/messages";
import { shownText } from "../fields/ownValues";
import { sayTree } from "./conditions";
import type { EvidenceTest, FieldTest, Filter, FunnelTest, Leaf, RecordTest, StageTest, TimeTest } from "./filter";
import { ownTestIn, ownTestTitle } from "./ownTests";
import { asGroup, type Group, isAll, partsOf } from "./tree";

const ORDERS = ["at_least", "at_most", "before", "after"] as const;

const listed = (words: string[]) => words.join(", ");

function stretch({ from, to, last_days, next_days }: Partial<TimeTest>): string {
  if (last_days !== undefined) return t("filter.phrase.last", { count: last_days });
  if (next_days !== undefined) return t("filter.phrase.next", { count: next_days });
  const [begin, end] = [from && formatDay(from), to && formatDay(to)];
  if (begin && end) return t("filter.phrase.between", { from: begin, to: end });
  if (begin) return t("filter.phrase.from", { from: begin });
  return end ? t("filter.phrase.to", { to: end }) : "";
}

function stage(key: MessageKey, test: StageTest, vocabularies: Vocabulary[]): string {
  const vocabulary = vocabularies.find((one) => one.name === test.vocabulary);
  const title = (name: string) => vocabulary?.stages.find((one) => one.name === name)?.title ?? name;
  const subject = vocabularies.length > 1 ? `${t(key)} (${vocabulary?.title ?? test.vocabulary})` : t(key);
  if (test.none) return `${subject}: ${t("stage.none")}`;
  if (test.at_least) return `${subject}: ${t("filter.phrase.atLeast", { stage: title(test.at_least) })}`;
  return `${subject}: ${listed((test.one_of ?? []).map(title))}`;
}

function ownField(of: RecordField, test: FieldTest): string {
  const how = ownTestIn(test);
  const values = [test[how] ?? ""].flat().map((value) => shownText(of, String(value)));
  const isOne = how === "one_of" && values.length === 1;
  const words = [of.title, ownTestTitle(of, isOne ? "is" : how), how === "empty" ? "" : listed(values)];
  return words.filter(Boolean).join(" ");
}

function field(test: FieldTest, own: RecordField[]): string {
  const { name, is, is_not, contains, empty, one_of } = test;
  const declared = own.find((one) => one.name === name);
  if (declared) return ownField(declared, test);
  const subject = tMaybe(`field.${name}`, name);
  if (empty) return t("filter.phrase.empty", { field: subject });
  if (is_not !== undefined) return t("filter.phrase.isNot", { field: subject, value: is_not });
  if (contains !== undefined) return t("filter.phrase.contains", { field: subject, value: contains });
  const compared = ORDERS.find((order) => test[order] !== undefined);
  if (compared) return `${subject} ${t(`value.test.${compared}`)} ${test[compared]}`;
  return t("filter.phrase.is", { field: subject, value: one_of ? listed(one_of) : (is ?? "") });
}

function evidence({ kind, family, at_least, ...when }: EvidenceTest): string {
  const what = kind ? tMaybe(`evidence.${kind}`, kind) : tMaybe(`family.${family}`, family ?? "");
  const times = at_least && at_least > 1 ? t("filter.phrase.times", { count: at_least }) : "";
  return [what, times, stretch(when)].filter(Boolean).join(" ");
}

/** The group of a number, as the condition on its field that it is. */
function groupOf({ field: by, value }: NonNullable<FunnelTest["group"]>, own: RecordField[]): string {
  const name = by.replace(/^account\./, "").replace(/^more\./, "");
  const words = field(value === null ? { name, empty: true } : { name, is: value }, own);
  return by.startsWith("account.") ? t("filter.phrase.that", { subject: t("filter.account"), conditions: words }) : words;
}

/** A number of the funnel: its name, stage, cohort and time. */
function funnel(test: FunnelTest, { vocabularies, own = [] }: Terms, isAnywhere = false): string {
  const vocabulary = vocabularies.find((one) => one.name === test.vocabulary);
  const title = (name: string | undefined) => vocabulary?.stages.find((one) => one.name === name)?.title ?? name ?? "";
  const first = test.cohort_stage ?? vocabulary?.stages[0]?.name;
  const when = stretch({ ...(test.from && { from: test.from }), ...(test.to && { to: test.to }) });
  const number = tMaybe(`filter.funnel.${test.number}`, test.number);
  const group = test.without_source ? t("filter.phrase.empty", { field: t("field.source") }) : test.source;
  const inGroup = test.group && groupOf(test.group, own);
  const parts = [
    isAnywhere ? undefined : title(test.stage ?? first),
    test.reason ? `${number}: ${tMaybe(`funnel.reason.${test.reason}`, plain(test.reason))}` : number,
    inGroup ?? group,
    when && t("filter.phrase.cohort", { stage: title(first), when }),
    test.as_of && t("filter.phrase.asOf", { day: formatDay(test.as_of, test.as_of.includes("T") ? "instant" : "day") }),
  ];
  return t("filter.funnel", { number: parts.filter(Boolean).join(", ") });
}

/** The same number at one stage or another, without the stage: "dropped out" wherever that was. */
function anywhere(group: Group<Leaf>): FunnelTest | undefined {
  if (isAll(group)) return undefined;
  const tests = partsOf(group).map((part) => ("funnel" in part ? part.funnel : undefined));
  const same = (test: FunnelTest | undefined) => JSON.stringify({ ...test, stage: null });
  const [first] = tests;
  return first && tests.length > 1 && tests.every((test) => test && same(test) === same(first)) ? first : undefined;
}

/** What conditions name: the vocabularies, the fields that the workspace has declared, and the types of records. */
export interface Terms {
  vocabularies: Vocabulary[];
  own?: RecordField[];
  types?: RecordType[];
}

function inRecord({ type, filter }: RecordTest, types: RecordType[]): string {
  const subject = types.find((of) => of.name === type)?.plural_title ?? type;
  const count = filter ? partsOf(asGroup(filter)).length : 0;
  return count === 0 ? t("filter.phrase.any", { subject }) : t("filter.phrase.inRecord", { subject, count });
}

function ofSomeone(subject: string, filter: Filter, terms: Terms): string {
  const isAny = partsOf(asGroup(filter)).length === 0;
  return isAny ? subject : t("filter.phrase.that", { subject, conditions: describe(filter, terms) });
}

function sayLeaf(leaf: Leaf, terms: Terms): string {
  const { vocabularies, own = [], types = [] } = terms;
  if ("text" in leaf) return t("filter.phrase.text", { text: leaf.text });
  if ("kind" in leaf) return t(`kind.${leaf.kind}`);
  if ("standing" in leaf) return listed(leaf.standing.map((one) => t(one ? `standing.${one}` : "standing.none")));
  if ("stage" in leaf) return stage("field.stage", leaf.stage, vocabularies);
  if ("furthest" in leaf) return stage("filter.furthest", leaf.furthest, vocabularies);
  if ("field" in leaf) return field(leaf.field, own);
  if ("time" in leaf) return `${t(`filter.time.${leaf.time.of}`)} ${stretch(leaf.time)}`;
  if ("evidence" in leaf) return evidence(leaf.evidence);
  if ("hidden" in leaf) return t(leaf.hidden ? "filter.hidden" : "filter.notHidden");
  if ("ids" in leaf) return t("filter.ids", { count: leaf.ids.length });
  if ("linked_to_any" in leaf) return ofSomeone(t("filter.linkedToAny"), leaf.linked_to_any, terms);
  if ("account" in leaf) return ofSomeone(t("filter.account"), leaf.account, terms);
  if ("in_record" in leaf) return inRecord(leaf.in_record, types);
  if ("linked_to" in leaf) return t("filter.linked");
  if ("below" in leaf) return t("filter.below");
  if ("imported" in leaf) return t(leaf.imported.added === false ? "filter.changedByImport" : "filter.addedByImport");
  return funnel(leaf.funnel, terms);
}

/** A condition on parties in words, short enough for a chip. */
export function describe(filter: Filter, terms: Terms): string {
  const group = (parts: Group<Leaf>) => {
    const one = anywhere(parts);
    return one && funnel(one, terms, true);
  };
  return sayTree(filter, { group, leaf: (leaf) => sayLeaf(leaf, terms) });
}
