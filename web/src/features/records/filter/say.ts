import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import { sayTree } from "@/parts/filter/conditions";
import { t } from "@/messages/messages";
import { fieldNamed } from "../fields";
import { textOf } from "../values";
import { type RecordLeaf, type RecordTree, type Test, testIn } from "./conditions";

const ON_DAYS = new Set<RecordField["kind"]>(["date", "instant"]);

/** A way to test a field in words. */
export function testTitle(field: Pick<RecordField, "kind">, test: Test): string {
  const isOrder = test === "at_least" || test === "at_most" || test === "before" || test === "after";
  if (!isOrder) return t(`records.test.${test}`);
  return t(ON_DAYS.has(field.kind) ? `records.test.${test}.date` : `records.test.${test}`);
}

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
