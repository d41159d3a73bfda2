import { expect, test } from "vitest";
import type { RecordField, RecordType } from "@/api/wire";
import { filterOfGroup, groupingChoices, inOrder, nameOfGroup, titleOfGrouping, valueOfGroup } from "./groupings";
import "./messages";

const field = (name: string, title: string, kind: RecordField["kind"], more: object = {}) => ({ name, title, kind, ...more }) as RecordField;
const stage = field("stage", "Stage", "choice", { choices: [{ name: "won", title: "Won" }] });
const deal = {
  name: "deal",
  name_title: "Title",
  fields: [field("account", "Account", "party", { of: "organization" }), stage, field("closed_on", "Closed on", "date")],
} as RecordType;
const own = { person: [], organization: [field("sector", "Sector", "choice", { choices: [{ name: "p", title: "Paper" }] })] };

test("records are grouped by their fields, by spans of time, and by fields of who is in them", () => {
  const choices = groupingChoices(deal, own, "owner");
  const values = choices.flatMap((one) => ("group" in one ? one.items : [one])).map(({ value }) => value);
  for (const value of ["owner", "stage", "account", "closed_on:quarter", "created_at:month", "account.country", "account.more.sector"]) {
    expect(values).toContain(value);
  }
  expect(values).not.toContain("closed_on");
  expect(titleOfGrouping(choices, "account.more.sector")).toBe("Account: Sector");
  expect(titleOfGrouping(choices, "closed_on:month")).toBe("Closed on by month");
  // What is no longer offered stays chosen.
  expect(groupingChoices(deal, own, "branch")).toContainEqual({ value: "branch", label: "branch" });
});

test.each([
  ["stage", "won", "Won"],
  ["owner", "Rosa", "Rosa"],
  ["account.more.sector", "p", "Paper"],
  ["account.country", "NO", "NO"],
  ["closed_on:quarter", "2026-Q1", "Q1 2026"],
  ["closed_on:month", "2026-03", "March 2026"],
  ["closed_on:year", "2026", "2026"],
  ["owner", null, "None"],
])("a group of %s %s is called %s", (by, value, name) => {
  expect(nameOfGroup(deal, own, by, value)).toBe(name);
});

test("the list behind a figure is what was asked for, within the group and the state", () => {
  const group = { and: [{ field: { name: "owner", is: "Rosa" } }] };
  expect(filterOfGroup({ text: "looms" }, group, "won")).toEqual({
    and: [{ text: "looms" }, { field: { name: "owner", is: "Rosa" } }, { field: { name: "state", is: "won" } }],
  });
  expect(filterOfGroup(undefined, { field: { name: "owner", filled: false } })).toEqual({ and: [{ field: { name: "owner", filled: false } }] });
});

test("groups come by size, those without a value last, and spans of time as they follow each other", () => {
  const groups = [null, "a", "b"].map((value, place) => ({ by: { owner: value, closed_on: value }, count: 10 - place * 2 + (value === "b" ? 5 : 0) }));
  expect(inOrder("owner", groups).map((one) => valueOfGroup("owner", one))).toEqual(["b", "a", null]);
  expect(inOrder("closed_on:month", groups).map((one) => valueOfGroup("closed_on:month", one))).toEqual([null, "a", "b"]);
});
