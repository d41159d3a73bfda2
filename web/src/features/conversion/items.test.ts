import { expect, test } from "vitest";
import type { ConversionItem } from "@/api/wire";
import { keptText, madeText, type Names } from "./items";
import "./messages";

const NAMES: Names = {
  account: "Pine Mill",
  party: (id) => (id === "per_1" ? "Ada" : id),
  linked: (link) => (link === "link_1" ? "Oak Mill" : undefined),
};

const item = (what: ConversionItem["what"], more: Partial<ConversionItem>): ConversionItem => ({
  what,
  record: null,
  name: "",
  field: null,
  reason: null,
  ...more,
});

test.each<[ConversionItem, string]>([
  [item("account", { name: "Pine Mill" }), "Organization Pine Mill"],
  [item("deal", { name: "Saws" }), "Deal Saws"],
  [item("link", { name: "works at" }), "Link to Pine Mill (works at)"],
  [item("field", { field: "company", name: "Pine Mill" }), "Company: Pine Mill"],
  [item("field", { field: "people", name: "per_1" }), "Ada takes part in the deal"],
  [item("field", { field: "account", name: "org_1" }), "org_1 as the account of the deal"],
  [item("evidence", { name: "converted" }), "Evidence: Converted"],
])("made: %j", (made, text) => {
  expect(madeText(made, NAMES)).toBe(text);
});

test.each<[ConversionItem, string]>([
  [item("person", { name: "Ada", reason: "same_record" }), "Ada: the same record, with its history"],
  [item("account", { name: "Pine Mill", reason: "chosen" }), "Pine Mill, as it is"],
  [item("link", { name: "employee", reason: "already_linked" }), "Link to Pine Mill (Employee)"],
  [item("link", { name: "employee", record: "link_1", reason: "other_account" }), "Link to Oak Mill (Employee)"],
  [item("link", { name: "employee", record: "link_2", reason: "other_account" }), "Link to another organization (Employee)"],
  [item("field", { field: "company", name: "Pine", reason: "has_a_value" }), "Company: Pine"],
  [item("person", { record: "per_1", name: "buyer", reason: "already_takes_part" }), "Ada takes part in the deal already (Buyer)"],
])("kept: %j", (kept, text) => {
  expect(keptText(kept, NAMES)).toBe(text);
});
