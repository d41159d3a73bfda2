import { expect, test } from "vitest";
import { added, ruleAt } from "./ruleEdit";

const TEXT = `name = "mine"

[[stages]]
name = "lead"
rule = "interest.count > 0"

[[stages]]
name = "prospect"
rule = 'qualified || deals.open > 0'  
`;

const ruleOf = (text: string, stage: string) => {
  const place = ruleAt(text, stage);
  return place && text.slice(place.from, place.to);
};

function afterAdding(what: string, at: string) {
  const change = added(TEXT, TEXT.indexOf(at), what);
  return change ? TEXT.slice(0, change.from) + change.insert + TEXT.slice(change.to) : undefined;
}

test("the rule of a stage is found, whatever its quotes", () => {
  expect(ruleOf(TEXT, "lead")).toBe("interest.count > 0");
  expect(ruleOf(TEXT, "prospect")).toBe("qualified || deals.open > 0");
  expect(ruleOf(TEXT, "nobody")).toBeUndefined();
});

test("a condition is added to the rule at the cursor, else to the next", () => {
  expect(ruleOf(afterAdding(" && dialogue.count > 0", "interest.count") ?? "", "lead")).toBe("interest.count > 0 && dialogue.count > 0");
  expect(ruleOf(afterAdding(" && dialogue.count > 0", "name") ?? "", "lead")).toBe("interest.count > 0 && dialogue.count > 0");
});

test("alternatives are put in brackets before something is demanded of all of them", () => {
  const text = afterAdding(' && criteria.budget == "met"', "qualified") ?? "";
  expect(ruleOf(text, "prospect")).toBe('(qualified || deals.open > 0) && criteria.budget == "met"');
  expect(ruleOf(afterAdding(" || converted", "qualified") ?? "", "prospect")).toBe("qualified || deals.open > 0 || converted");
});

test("quotes are those that the rule's own allow", () => {
  expect(ruleOf(afterAdding(' && criteria.budget == "met"', "interest.count") ?? "", "lead")).toBe("interest.count > 0 && criteria.budget == 'met'");
});

test("a fact goes where the cursor is", () => {
  expect(ruleOf(afterAdding("departed", "deals.open") ?? "", "prospect")).toBe("qualified || departeddeals.open > 0");
});

test("without any rule nothing is added", () => {
  expect(added("name = 'x'", 0, "departed")).toBeUndefined();
});
