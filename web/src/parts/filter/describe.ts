import type { Vocabulary } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { formatDay } from "@/messages/format";
import { t, tMaybe, type MessageKey } from "@/messages/messages";
import type { EvidenceTest, FieldTest, Filter, FunnelTest, StageTest, TimeTest } from "./filter";
import { isGroup, partsOf } from "./filter";

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

function field({ name, is, is_not, contains, empty, one_of }: FieldTest): string {
  const subject = tMaybe(`field.${name}`, name);
  if (empty) return t("filter.phrase.empty", { field: subject });
  if (is_not !== undefined) return t("filter.phrase.isNot", { field: subject, value: is_not });
  if (contains !== undefined) return t("filter.phrase.contains", { field: subject, value: contains });
  return t("filter.phrase.is", { field: subject, value: one_of ? listed(one_of) : (is ?? "") });
}

function evidence({ kind, family, at_least, ...when }: EvidenceTest): string {
  const what = kind ? tMaybe(`evidence.${kind}`, kind) : tMaybe(`family.${family}`, family ?? "");
  const times = at_least && at_least > 1 ? t("filter.phrase.times", { count: at_least }) : "";
  return [what, times, stretch(when)].filter(Boolean).join(" ");
}

/** A number of the funnel: its name, stage, cohort and time. */
function funnel(test: FunnelTest, vocabularies: Vocabulary[], isAnywhere = false): string {
  const vocabulary = vocabularies.find((one) => one.name === test.vocabulary);
  const title = (name: string | undefined) => vocabulary?.stages.find((one) => one.name === name)?.title ?? name ?? "";
  const first = test.cohort_stage ?? vocabulary?.stages[0]?.name;
  const when = stretch({ ...(test.from && { from: test.from }), ...(test.to && { to: test.to }) });
  const number = tMaybe(`filter.funnel.${test.number}`, test.number);
  const group = test.without_source ? t("filter.phrase.empty", { field: t("field.source") }) : test.source;
  const parts = [
    isAnywhere ? undefined : title(test.stage ?? first),
    test.reason ? `${number}: ${tMaybe(`funnel.reason.${test.reason}`, plain(test.reason))}` : number,
    group,
    when && t("filter.phrase.cohort", { stage: title(first), when }),
    test.as_of && t("filter.phrase.asOf", { day: formatDay(test.as_of, test.as_of.includes("T") ? "instant" : "day") }),
  ];
  return t("filter.funnel", { number: parts.filter(Boolean).join(", ") });
}

/** The same number at one stage or another, without the stage: "dropped out" wherever that was. */
function anywhere(filter: Filter): FunnelTest | undefined {
  if (!("or" in filter)) return undefined;
  const tests = filter.or.map((part) => ("funnel" in part ? part.funnel : undefined));
  const same = (test: FunnelTest | undefined) => JSON.stringify({ ...test, stage: null });
  const [first] = tests;
  return first && tests.length > 1 && tests.every((test) => test && same(test) === same(first)) ? first : undefined;
}

/** A condition in words, short enough for a chip. */
export function describe(filter: Filter, vocabularies: Vocabulary[]): string {
  if (isGroup(filter)) {
    const one = anywhere(filter);
    if (one) return funnel(one, vocabularies, true);
    const parts = partsOf(filter).map((part) => describe(part, vocabularies));
    if (parts.length === 1) return parts[0] ?? "";
    return `(${parts.join(t("and" in filter ? "filter.phrase.and" : "filter.phrase.or"))})`;
  }
  if ("not" in filter) return t("filter.phrase.not", { condition: describe(filter.not, vocabularies) });
  if ("text" in filter) return t("filter.phrase.text", { text: filter.text });
  if ("kind" in filter) return t(`kind.${filter.kind}`);
  if ("standing" in filter) return listed(filter.standing.map((one) => t(one ? `standing.${one}` : "standing.none")));
  if ("stage" in filter) return stage("field.stage", filter.stage, vocabularies);
  if ("furthest" in filter) return stage("filter.furthest", filter.furthest, vocabularies);
  if ("field" in filter) return field(filter.field);
  if ("time" in filter) return `${t(`filter.time.${filter.time.of}`)} ${stretch(filter.time)}`;
  if ("evidence" in filter) return evidence(filter.evidence);
  if ("hidden" in filter) return t(filter.hidden ? "filter.hidden" : "filter.notHidden");
  if ("ids" in filter) return t("filter.ids", { count: filter.ids.length });
  if ("linked_to" in filter) return t("filter.linked");
  if ("imported" in filter) return t(filter.imported.added === false ? "filter.changedByImport" : "filter.addedByImport");
  return funnel(filter.funnel, vocabularies);
}
