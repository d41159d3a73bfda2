import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import { sayTree } from "@/parts/filter/conditions";
import { textOf } from "@/parts/fields/values";
import { testTitle } from "@/parts/filter/fieldTests";
import { t } from "@/messages/messages";
import { fieldNamed } from "../fields";
import { type RecordLeaf, type RecordTree, testIn } from "./conditions";

/** The names of what a filter has as ids. */
export type Names = ReadonlyMap<string, string>;

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

function sayLeaf(of: RecordType, leaf: RecordLeaf, names: Names): string {
  if ("text" in leaf) return t("filter.phrase.text", { text: leaf.text });
  if ("party" in leaf) return t("records.filter.with", { name: names.get(leaf.party) ?? leaf.party });
  if ("hidden" in leaf) return t(leaf.hidden ? "filter.hidden" : "filter.notHidden");
  if ("ids" in leaf) return t("filter.ids", { count: leaf.ids.length });
  return sayField(of, leaf.field, names);
}

/** A filter in words, short enough for a chip. */
export const say = (of: RecordType, filter: RecordTree, names: Names) => sayTree(filter, { leaf: (leaf) => sayLeaf(of, leaf, names) });
