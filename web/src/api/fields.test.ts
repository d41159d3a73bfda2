import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FIELDS } from "./wire";

test("forms know every standard field that the API has, and no other", () => {
  const { components } = JSON.parse(readFileSync("openapi.json", "utf8")) as { components: { schemas: Record<string, { properties: Record<string, unknown> }> } };
  const sent = Object.keys(components.schemas.PartyDraft?.properties ?? {});
  const others = new Set(["emails", "phones", "addresses", "more", "external"]);
  expect(sent.filter((name) => !others.has(name)).sort()).toEqual([...FIELDS].sort());
});
