import { expect, test } from "vitest";
import type { Vocabulary } from "@/api/wire";
import { entriesOf, found, foundOwn } from "./entries";

const stage = (name: string, title: string) => ({ name, title, definition: `${title} means so.`, rule: "", goal: "", actions: [] });
const vocabulary = (name: string, ...stages: Vocabulary["stages"]): Vocabulary => ({ name, version: 1, title: name, description: "", toml: "", stages });
const entries = entriesOf([
  vocabulary("journey", stage("contact", "Contact"), stage("lead", "Lead")),
  vocabulary("mine", stage("lead", "Hot lead"), stage("trial", "On trial")),
]);
const entry = (id: string) => entries.find((one) => one.id === id);

test("a word has what both ways mean by it and every stage that is called so", () => {
  expect(entry("lead")?.journey).toContain("newsletter");
  expect(entry("lead")?.crm).toContain("Unqualified");
  expect(entry("lead")?.uses.map((use) => `${use.vocabulary.name}: ${use.stage.title}`)).toEqual(["journey: Lead", "mine: Hot lead"]);
});

test("every stage has an entry, so that every badge leads somewhere", () => {
  expect(entry("trial")).toMatchObject({ title: "On trial", isOwn: true, journey: undefined, crm: undefined });
});

test("a word that one way does not use says so by having no meaning there", () => {
  expect(entry("mql")?.crm).toBeUndefined();
});

test("searching finds words by any part, those called so first", () => {
  expect(found(entries, "prospect").at(0)?.id).toBe("prospect");
  expect(found(entries, "evangel").map((one) => one.id)).toEqual(["advocate"]);
  expect(found(entries, "on trial means").map((one) => one.id)).toEqual(["trial"]);
  expect(found(entries, "xylophone")).toEqual([]);
  expect(found(entries, "")).toHaveLength(entries.length);
  expect(foundOwn("nurturing")).toEqual(["standing"]);
  expect(foundOwn("rejected them")).toEqual(["standing"]);
});
