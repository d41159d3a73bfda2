import { expect, test } from "vitest";
import type { ConversionOptions } from "@/api/wire";
import { type Choices, completed, draftOf, type Lead, missingIn } from "./draft";

const OPTIONS: ConversionOptions = { qualified: true, missing: [], gates: [], converted: null, account_name: null, accounts: [], people: [], deals: [] };
const MILL = { id: "org_1", name: "Pine Mill", matched: [{ field: "company", value: "Pine Mill" }] };
const OWN_DEAL = { id: "deal_1", name: "Saws", matched: [{ field: "people", value: "" }] };
const ITS_DEAL = { id: "deal_2", name: "Planks", matched: [{ field: "account", value: "Pine Mill" }] };

const lead = (options: Partial<ConversionOptions> = {}, more: Partial<Lead> = {}): Lead => ({
  id: "per_1",
  name: "Ada",
  kind: "person",
  options: { ...OPTIONS, ...options },
  more: [],
  ...more,
});

test.each<[string, Partial<ConversionOptions>, Partial<Choices>]>([
  ["a match is the account", { accounts: [MILL], account_name: "Pine" }, { account: "org_1", title: "Pine Mill" }],
  ["a company that nobody knows is a new one", { account_name: "Pine" }, { account: "new", title: "Pine" }],
  ["whoever has no company has no account", {}, { account: "none", title: "Ada" }],
  ["an own deal is joined", { deals: [ITS_DEAL, OWN_DEAL] }, { deal: "deal_1" }],
  ["a deal of the account is only offered", { deals: [ITS_DEAL] }, { deal: "new" }],
])("proposed: %s", (_, options, expected) => {
  expect(completed(lead(options), {})).toMatchObject(expected);
});

test("an organization is its own account", () => {
  const mill = lead({ account_name: null }, { id: "org_1", name: "Pine Mill", kind: "organization" });
  const choices = completed(mill, {});
  expect(choices.title).toBe("Pine Mill");
  expect(draftOf(mill, choices, [])).toEqual({ account: null, deal: { create: { name: "Pine Mill" } } });
});

test("the title follows the account until it is typed", () => {
  const known = lead({ accounts: [MILL] });
  expect(completed(known, { account: "none" }).title).toBe("Ada");
  expect(completed(known, { account: "none", title: "Saws" }).title).toBe("Saws");
  const created = { name: "Oak Mill", website: "", email: "", more: {} };
  expect(completed(known, { account: "new", created }).title).toBe("Oak Mill");
});

test("what is empty is not sent, and a reason only where one is needed", () => {
  const created = { name: " Oak Mill ", website: "", email: "office@oak.example", more: {} };
  const fields = { amount: { minor: 100, currency: "EUR" }, close_date: null, stage: undefined };
  const chosen = { account: "new", created, fields, reason: " because " };
  const sent = { account: { create: { name: "Oak Mill", email: "office@oak.example" } }, deal: { create: { name: "Oak Mill", amount: fields.amount } } };
  expect(draftOf(lead(), completed(lead(), chosen), [])).toEqual(sent);
  const unqualified = lead({ qualified: false });
  expect(draftOf(unqualified, completed(unqualified, chosen), [])).toEqual({ ...sent, reason: "because" });
});

test.each<[Partial<Choices>, string[]]>([
  [{}, ["/reason"]],
  [{ reason: "yes" }, []],
  [{ reason: " ", account: "new", title: " " }, ["/reason", "/account/create/name", "/deal/create/name"]],
  [{ reason: "yes", account: "other", deal: "none", title: "" }, ["/account/link"]],
])("missing of %j", (chosen, pointers) => {
  const unqualified = lead({ qualified: false });
  const missing = missingIn(unqualified, completed(unqualified, chosen), "Required");
  expect(missing).toEqual(pointers.map((pointer) => ({ pointer, detail: "Required" })));
});
