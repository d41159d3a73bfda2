import { expect, test } from "vitest";
import type { CriterionAnswer, Finding, Qualification } from "@/api/wire";
import { questionsOf } from "./questions";

const criterion = (name: string, weight: number, value: Finding = "unknown"): CriterionAnswer => ({
  name,
  title: name,
  question: `${name}?`,
  weight,
  in_gate: true,
  answers: [],
  value,
  answer: null,
  confidence: null,
  evidence: null,
  assessment: null,
  by: null,
  at: null,
  expires: null,
  expired: false,
  count: 0,
});

function qualification(frameworks: { name: string; criteria: CriterionAnswer[]; missing: string[] }[], next: [string, string] | null): Qualification {
  const [framework = "", asked = ""] = next ?? [];
  return {
    party: "per_1",
    qualified: false,
    since: null,
    until: null,
    next: next && { framework, criterion: asked, title: asked, question: `${asked}?` },
    hand_over: {
      state: "none",
      handed_over_at: null,
      handed_over_by: null,
      due: null,
      overdue: false,
      decided_at: null,
      decided_by: null,
      reason: null,
      words: null,
      until: null,
      back: false,
    },
    frameworks: frameworks.map(({ name, criteria, missing }) => ({
      name,
      title: name,
      criteria,
      reasons: [],
      next: null,
      gate: { holds: missing.length === 0, missing: missing.map((one) => ({ criterion: one, words: one })), total: null, needed: null, words: "" },
    })),
  };
}

const namesOf = (found: Qualification) => questionsOf(found).map((one) => `${one.framework}.${one.criterion.name}`);

test("the question of the server comes first, then what its framework's gate needs, the weightiest first, then the rest", () => {
  const journey = { name: "journey", criteria: [criterion("interest", 5), criterion("fit", 2), criterion("need", 3)], missing: ["fit", "need"] };
  const bant = { name: "bant", criteria: [criterion("timing", 4)], missing: ["timing"] };
  expect(namesOf(qualification([bant, journey], ["journey", "fit"]))).toEqual(["journey.fit", "journey.need", "journey.interest", "bant.timing"]);
});

test("a criterion of two frameworks is asked once, and what is known is not asked", () => {
  const criteria = [criterion("budget", 2), criterion("need", 2, "met")];
  const found = qualification([{ name: "bant", criteria, missing: ["budget"] }, { name: "journey", criteria, missing: ["budget"] }], ["journey", "budget"]);
  expect(namesOf(found)).toEqual(["journey.budget"]);
});

test("with nothing unknown, everything is asked again", () => {
  const criteria = [criterion("fit", 1, "not_met"), criterion("need", 2, "met")];
  expect(namesOf(qualification([{ name: "journey", criteria, missing: ["fit"] }], null))).toEqual(["journey.fit", "journey.need"]);
});
