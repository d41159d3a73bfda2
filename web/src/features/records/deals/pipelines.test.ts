import { expect, test } from "vitest";
import type { Pipeline } from "@/api/pipelines";
import { inPipeline, lackingFor, pipelineNamed } from "./pipelines";

const stage = (name: string, state: string, required: string[] = []) => ({ name, title: name, probability: 50, required, rots_after: null, aliases: [], state });
const sales: Pipeline = {
  name: "sales",
  version: 1,
  title: "Sales",
  description: "",
  stages: [stage("talk", "open"), stage("offer", "open", ["amount", "owner"]), stage("won", "won"), stage("lost", "lost")],
  lost_reasons: ["Price"],
  quote_wins: false,
  checklist: [],
  moved: {},
};

test("a deal lacks what its next stage requires", () => {
  const empty = { fields: {}, owner: null };
  expect(lackingFor(sales, "talk", empty)).toEqual([]);
  expect(lackingFor(sales, "offer", empty)).toEqual(["amount", "owner"]);
  expect(lackingFor(sales, "offer", { fields: { amount: { minor: 1, currency: "EUR" } }, owner: "kim" })).toEqual([]);
  expect(lackingFor(sales, "won", empty)).toEqual([]);
});

test("a deal that is lost is asked for the reason", () => {
  expect(lackingFor(sales, "lost", { fields: {}, owner: null })).toEqual(["lost_reason"]);
  expect(lackingFor(sales, "lost", { fields: { lost_reason: "Price" }, owner: null })).toEqual([]);
});

test("the first pipeline stands in for one that is not there", () => {
  expect(pipelineNamed([sales], "renewals")).toBe(sales);
  expect(pipelineNamed([], "renewals")).toBeUndefined();
});

test("a board keeps the filter of its list", () => {
  expect(inPipeline("sales", undefined)).toEqual({ field: { name: "pipeline", is: "sales" } });
  expect(inPipeline("sales", { text: "loom" })).toEqual({ and: [{ text: "loom" }, { field: { name: "pipeline", is: "sales" } }] });
});
