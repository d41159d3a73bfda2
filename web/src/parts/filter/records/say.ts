import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import type { Filter } from "../filter";
import { asGroup, partsOf } from "../tree";
import { sayTree } from "../conditions";
import { textOf } from "@/parts/fields/values";
import { testTitle } from "../fieldTests";
import { t, tMaybe } from "@/messages/messages";
import { fieldNamed } from "@/parts/fields/allFields";
import { testIn } from "./conditions";
import type { DealFunnelTest, PartyTest, RecordLeaf, RecordTree } from "./shape";

/** The names of what a filter has as ids. */
export type Names = ReadonlyMap<string, string>;

/** A filter of parties in words. */
export type Describe = (filter: Filter) => string;

function sayTest(of: RecordType, { field, filter }: PartyTest, describe: Describe): string {
  const subject = (field && fieldNamed(of, field)?.title) ?? t("records.filter.party");
  const isAny = partsOf(asGroup(filter)).length === 0;
  return isAny ? t("filter.phrase.any", { subject }) : t("filter.phrase.that", { subject, conditions: describe(filter) });
}

function valueTitle(field: RecordField, value: unknown, names: Names): string {
  if (field.kind === "party" || field.kind === "record") return [value].flat().map((id) => names.get(String(id)) ?? String(id)).join(", ");
  // A day that stands for its first instant is shown as the day.
  const isDay = field.kind === "instant" && String(value).length === 10;
  return textOf(isDay ? { ...field, kind: "date" } : field, value);
}

function sayField(of: RecordType, condition: RecordFieldCondition, names: Names): string {
  const unknown = { name: condition.name, title: condition.name, kind: "text" } as RecordField;
  const field = fieldNamed(of, condition.name) ?? unknown;
  const { test, value } = testIn(condition, field);
  const isOne = test === "one_of" && Array.isArray(value) && value.length === 1;
  const words = [field.title, testTitle(field, isOne ? "is" : test)];
  return [...words, ...(test === "filled" || test === "empty" ? [] : [valueTitle(field, value, names)])].join(" ");
}

/** A number of the funnel of deals, in words. */
function sayFunnel(of: RecordType, { number, stage, reason }: DealFunnelTest): string {
  const title = fieldNamed(of, "stage")?.choices?.find((one) => one.name === stage)?.title ?? stage;
  return [t("filter.phrase.dealFunnel"), title, tMaybe(`filter.dealFunnel.${number}`, number), reason].filter(Boolean).join(" · ");
}

function sayLeaf(of: RecordType, leaf: RecordLeaf, names: Names, describe: Describe): string {
  if ("text" in leaf) return t("filter.phrase.text", { text: leaf.text });
  if ("party" in leaf) return t("records.filter.with", { name: names.get(leaf.party) ?? leaf.party });
  if ("with_party" in leaf) return sayTest(of, leaf.with_party, describe);
  if ("funnel" in leaf) return sayFunnel(of, leaf.funnel);
  if ("hidden" in leaf) return t(leaf.hidden ? "filter.hidden" : "filter.notHidden");
  if ("ids" in leaf) return t("filter.ids", { count: leaf.ids.length });
  return sayField(of, leaf.field, names);
}

/** A filter in words, short enough for a chip. */
export const say = (of: RecordType, filter: RecordTree, names: Names, describe: Describe = () => "") =>
  sayTree(filter, { leaf: (leaf) => sayLeaf(of, leaf, names, describe) });
