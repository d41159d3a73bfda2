import { expect, test } from "vitest";
import { colourAt } from "./stageColour";

test("no two stages of a vocabulary share a colour, up to eight", () => {
  for (let count = 1; count <= 8; count += 1) {
    const colours = Array.from({ length: count }, (_, place) => colourAt(place, count));
    expect(new Set(colours).size, String(count)).toBe(count);
  }
});

test("the first stage is grey and the customer of the built-in vocabularies is green", () => {
  expect(colourAt(0, 5)).toBe("slate");
  expect(colourAt(3, 5)).toBe("green");
  expect(colourAt(2, 3)).toBe("green");
  expect(colourAt(6, 8)).toBe("green");
});

test("more stages than colours begin again", () => {
  expect(colourAt(8, 12)).toBe("slate");
});
