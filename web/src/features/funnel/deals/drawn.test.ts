import { expect, test } from "vitest";
import type { DealFunnel, Pipeline } from "@/api/pipelines";
import { listAt } from "../lists";
import { asFunnel, asVocabulary } from "./drawn";
import { readDealFunnel } from "./search";

const stage = (name: string, state: string) => ({ name, title: name.toUpperCase(), probability: 50, required: [], rots_after: null, aliases: [], state });
const sales: Pipeline = {
  name: "sales",
  version: 2,
  title: "Sales",
  description: "",
  stages: [stage("talk", "open"), stage("won", "won"), stage("lost", "lost")],
  lost_reasons: [],
  quote_wins: false,
  checklist: [],
  moved: {},
};
test("lost is no stage on the way to won", () => {
  expect(asVocabulary(sales).stages.map((one) => one.title)).toEqual(["TALK", "WON"]);
});

test("each number leads to the deals of its list", () => {
  const filter = { funnel: { pipeline: "sales", number: "reached", stage: "talk" } };
  const list = `/api/v1/deals?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
  const stages = [{ stage: "talk", title: "Talk", reached: 2, dropped: { Price: 1 }, lists: { reached: list }, dropped_lists: { Price: list } }];
  const figures = { pipeline: "sales", as_of: "2026-03-03T00:00:00Z", cohort: 2, undated: 0, lists: { cohort: list }, stages } as unknown as DealFunnel;
  const [first] = asFunnel(figures).stages;
  expect(listAt(first?.lists.reached)).toEqual({ to: "/records/$plural", params: { plural: "deals" }, filter });
  expect(listAt(first?.dropped_lists.Price).filter).toEqual(filter);
});

test("an address is read part by part, and what makes no sense is left out", () => {
  expect(readDealFunnel({ pipeline: "sales", from: "2026-01-01", by: "owner" })).toMatchObject({ pipeline: "sales", from: "2026-01-01", by: "owner" });
  const read = readDealFunnel({ pipeline: 3, from: "soon", by: "shoe_size", at: "" });
  expect(Object.values(read).every((part) => part === undefined)).toBe(true);
});
