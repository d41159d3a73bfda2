import { expect, test } from "vitest";
import type { RecordField } from "@/api/wire";
import { choicesOf, draftsOf, emptyChoice, moved } from "./choices";

const tier = { name: "tier", choices: [{ name: "gold", title: "Gold" }, { name: "silver", title: "Silver" }] } as RecordField;
const titled = (title: string) => draftsOf(tier).map((one) => (one.name === "gold" ? { ...one, title } : one));

test("a choice with another title keeps its name, and what is new gets its own", () => {
  const drafts = [...titled(" First class "), { ...emptyChoice(), title: " bronze " }];
  expect(choicesOf(drafts)).toEqual([{ name: "gold", title: "First class" }, { name: "silver", title: "Silver" }, "bronze"]);
});

test("rows that nothing was typed in are not sent, but a title that was emptied is", () => {
  expect(choicesOf([...titled(""), emptyChoice()])).toEqual([{ name: "gold", title: "" }, { name: "silver", title: "Silver" }]);
  expect(draftsOf({ name: "code" } as RecordField)).toEqual([]);
});

test("a choice is moved up or down, and not beyond the ends", () => {
  const drafts = draftsOf(tier);
  const names = (by: -1 | 1, place: number) => moved(drafts, place, by).map((one) => one.name);
  expect([names(1, 0), names(-1, 1)]).toEqual([["silver", "gold"], ["silver", "gold"]]);
  expect([names(-1, 0), names(1, 1)]).toEqual([["gold", "silver"], ["gold", "silver"]]);
});
