import { expect, test } from "vitest";
import "./messages";
import { EMPTY, type Filled } from "./entry";
import { mistakesIn } from "./mistakes";
import { asksOf } from "./shapes";

const mistakes = (filled: Partial<Filled>, family?: string) => mistakesIn({ ...EMPTY, currency: "EUR", ...filled }, asksOf(filled.kind ?? "", family));

test("an amount is not negative, and money that goes back is written without a minus", () => {
  expect(mistakes({ kind: "purchased", amount: "-20" })).toEqual({ amount: expect.stringContaining("refund") });
  expect(mistakes({ kind: "refunded", names: "evd_1", amount: "-20" })).toEqual({ amount: "Enter the refunded amount without a minus sign." });
  expect(mistakes({ kind: "purchased", amount: "0" })).toEqual({});
});

test("an amount without its currency is reported at the currency, and an invalid amount at the amount", () => {
  expect(mistakes({ kind: "deal_won", amount: "20", currency: "" })).toEqual({ currency: "Required" });
  expect(Object.keys(mistakes({ kind: "deal_won", amount: "much", currency: "" })).sort()).toEqual(["amount", "currency"]);
  expect(mistakes({ kind: "deal_won", amount: "", currency: "" })).toEqual({});
  expect(mistakes({ kind: "call_held", amount: "much", currency: "" })).toEqual({});
});

test("a consent needs a purpose, but a withdrawal may be for everything", () => {
  expect(mistakes({ kind: "consent_given", detail: { purpose: " " } })).toEqual({ purpose: expect.stringContaining("agreed to") });
  expect(mistakes({ kind: "consent_given", detail: { purpose: "newsletter" } })).toEqual({});
  expect(mistakes({ kind: "consent_withdrawn" })).toEqual({});
});

test("someone parked without an end stays parked until something ends it", () => {
  expect(mistakes({ kind: "parked" })).toEqual({});
});
