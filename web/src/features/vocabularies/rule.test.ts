import { expect, test } from "vitest";
import { ruleInWords, tokensOf } from "./rule";

test("the pieces of a rule are its text again", () => {
  const rule = `(interest.count >= 2 && !departed)  || criteria.budget == "met"`;
  const tokens = tokensOf(rule);
  expect(tokens.map((token) => token.text).join("")).toBe(rule);
  expect(tokens.filter((token) => token.as === "fact").map((token) => token.text)).toEqual(["interest.count", "departed", "criteria.budget"]);
  expect(tokens.filter((token) => token.as === "join").map((token) => token.text)).toEqual(["&&", "!", "||"]);
});

test.each([
  ["any_evidence", "any evidence"],
  ["interest.count > 0", "at least one “Interest”"],
  ["qualified || deals.open > 0", "qualified, or at least one open deal"],
  ["purchases.count > 0 && !departed", "at least one valid purchase, and not departed"],
  ["interest.count > newsletter_subscribed.count", "number of “Interest” is more than number of “Subscribed to the newsletter”"],
  [`within(purchases.last, "180d")`, "last purchase is at most 180 days ago"],
  [`(criteria.budget == "met") && call_held.count >= 2`, "(criterion “budget” is “met”), and number of “Call held” is at least 2"],
  ["demo_given.count == 0", "no “Demo given”"],
  ["deals.won != 1", "number of won deals is not 1"],
])("%s reads: %s", (rule, words) => {
  expect(ruleInWords(rule)).toBe(words);
});
