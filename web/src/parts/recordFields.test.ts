import { expect, test } from "vitest";
import type { RecordField, RecordType } from "@/api/wire";
import { amountOf, choiceField, choiceOf, dateField, fieldsWith, moneyField, partiesOf } from "./recordFields";

const field = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}) =>
  ({ name, title: name, kind, archived: false, multiple: false, ...more }) as RecordField;

const deal = {
  name: "deal",
  fields: [
    field("account", "party", { of: "organization", roles: [{ name: "account", title: "Account", takes_part: true }] }),
    field("people", "party", { of: "person", multiple: true, roles: [{ name: "buyer", title: "Buyer", takes_part: true }] }),
    field("tags", "choice", { multiple: true }),
    field("origin", "choice", { archived: true }),
    field("stage", "choice", { choices: [{ name: "won", title: "Won" }] }),
    field("amount", "money"),
    field("close_date", "date"),
    field("opened_on", "date"),
  ],
} as RecordType;

const ADA = "per_0000000000000";
const ACME = "org_0000000000001";

test("a board takes the first fields that hold one value and are still offered", () => {
  expect([choiceField(deal), moneyField(deal), dateField(deal)].map((one) => one?.name)).toEqual(["stage", "amount", "close_date"]);
  expect(choiceField({ ...deal, fields: [] })).toBeUndefined();
});

test("a card names the parties of the first field that has any", () => {
  const people = [{ party: ADA, role: "buyer" }, { party: ADA, role: "champion" }];
  expect(partiesOf(deal, { fields: { account: [{ party: ACME }], people } })).toEqual([ACME]);
  expect(partiesOf(deal, { fields: { people } })).toEqual([ADA]);
  expect(partiesOf(deal, { fields: {} })).toEqual([]);
});

test("a choice has its title, and one that is gone its name", () => {
  expect(choiceOf(choiceField(deal), { fields: { stage: "won" } })).toBe("Won");
  expect(choiceOf(choiceField(deal), { fields: { stage: "parked" } })).toBe("parked");
  expect(choiceOf(choiceField(deal), { fields: {} })).toBeUndefined();
  expect(amountOf(undefined, { fields: {} })).toBeUndefined();
});

test("a party is put in the first field that takes its kind, in its first role", () => {
  expect(fieldsWith(deal, ADA)).toEqual({ people: [{ party: ADA, role: "buyer" }] });
  expect(fieldsWith(deal, ACME)).toEqual({ account: [{ party: ACME, role: "account" }] });
  expect(fieldsWith({ ...deal, fields: [field("about", "party")] }, ADA)).toEqual({ about: [{ party: ADA }] });
  expect(fieldsWith({ ...deal, fields: [] }, ADA)).toEqual({});
});
