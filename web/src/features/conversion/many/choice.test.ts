import { expect, test } from "vitest";
import { choiceOf, USUAL } from "./choice";

test("a title that was emptied is the name of the account again", () => {
  expect(choiceOf({ ...USUAL, title: "  " }).deal).toEqual({ name: "{account}" });
});

test("no deal is opened where none is wanted, whatever was typed", () => {
  expect(choiceOf({ ...USUAL, hasDeal: false, fields: { stage: "proposal" } }).deal).toBeNull();
});

test("fields that were emptied and a blank reason are not sent", () => {
  const choice = choiceOf({ ...USUAL, fields: { stage: "proposal", amount: null }, reason: "  " });
  expect(choice).toEqual({ account: "match_or_create", deal: { stage: "proposal", name: "{account}" }, reason: null });
});
