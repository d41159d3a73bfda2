import { expect, test } from "vitest";
import type { TriedFunnel, TriedStage, VocabularyTried } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { funnelInWords, isRuleKept, movesInWords, sideBySide } from "./summary";

const stage = (name: string, title: string) => ({ name, title, definition: "", rule: "", goal: "", actions: [] });
const vocabulary: Vocabulary = {
  name: "mine",
  version: 1,
  title: "",
  description: "", toml: "",
  stages: [stage("contact", "Contact"), stage("lead", "Lead"), stage("prospect", "Prospect")],
};
const reached = (name: string, count: number) => ({ stage: name, reached: count }) as TriedStage;
const funnel = (...stages: TriedStage[]): TriedFunnel => ({ cohort: 10, undated: 0, stages });
const tried = (...moves: [from: string | null, to: string | null, count: number][]): VocabularyTried => ({
  vocabulary: "mine",
  moves: moves.map(([from, to, count]) => ({ from, to, count, examples: [] })),
  before: funnel(),
  after: funnel(),
});

test("moves are named with their direction", () => {
  const text = movesInWords(tried(["prospect", "lead", 120], ["contact", "lead", 1]), vocabulary, vocabulary);
  expect(text).toBe("121 records would move: 120 from Prospect back to Lead, 1 from Contact to Lead.");
});

test("no one and no stage have texts, too", () => {
  expect(movesInWords(tried(), vocabulary, vocabulary)).toBe("No one would move.");
  expect(movesInWords(tried(["contact", null, 1]), vocabulary, vocabulary)).toBe("1 record would move: 1 from Contact back to No stage.");
});

test("more than three moves are summed up", () => {
  const text = movesInWords(tried(["lead", "prospect", 5], ["contact", "lead", 4], ["contact", "prospect", 3], ["prospect", "lead", 2]), vocabulary, vocabulary);
  expect(text).toContain("and 2 others.");
});

test("funnels stand side by side, stages of one only, too", () => {
  const rows = sideBySide(funnel(reached("contact", 10), reached("lead", 4)), funnel(reached("contact", 10), reached("prospect", 3)));
  expect(rows.map((row) => [row.stage, row.before?.reached, row.after?.reached, row.difference])).toEqual([
    ["contact", 10, 10, 0],
    ["prospect", undefined, 3, 3],
    ["lead", 4, undefined, -4],
  ]);
  expect(funnelInWords(rows, (name) => name)).toBe("prospect: 3 more (0 before, 3 after). lead: 4 fewer (4 before, 0 after).");
  expect(funnelInWords(rows.slice(0, 1), (name) => name)).toBe("The same number of records would have reached each stage.");
});

test("fewer at a stage with an unchanged rule are explained", () => {
  const rows = sideBySide(funnel(reached("lead", 10), reached("prospect", 6)), funnel(reached("lead", 8), reached("prospect", 3)));
  const stricter = { ...vocabulary, stages: vocabulary.stages.map((one) => (one.name === "prospect" ? { ...one, rule: "held" } : one)) };
  const text = funnelInWords(rows, (name) => name, (name) => isRuleKept(vocabulary, stricter, name));
  expect(text).toContain("prospect: 3 fewer (6 before, 3 after).");
  expect(text).toMatch(/ The rule of lead is unchanged: the difference is records that counted there only because they had reached a later stage\.$/);
  expect(isRuleKept(vocabulary, stricter, "nosuch")).toBe(false);
});
