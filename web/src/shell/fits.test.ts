import { expect, test } from "vitest";
import { fits } from "./fits";

test("each word that is typed occurs, in whichever order", () => {
  expect(fits("person add", "Add a person")).toBe(true);
  expect(fits("add company", "Add a person")).toBe(false);
  expect(fits("", "Add a person")).toBe(true);
});

test("accents, capitals and endings do not matter", () => {
  expect(fits("show customers", "Show people in “Customer”")).toBe(true);
  expect(fits("opportunities", "Show people in “Opportunity”")).toBe(true);
  expect(fits("INTERESSES", "Intéressé")).toBe(true);
});

test("a short word, or one that only begins alike, is taken as it is", () => {
  expect(fits("cats", "Cat")).toBe(false);
  expect(fits("import", "Improve")).toBe(false);
});
