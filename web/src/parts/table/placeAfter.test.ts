import { expect, test } from "vitest";
import { placeAfter } from "./placeAfter";

test("arrows go to the next and to the one before, and stop at the ends", () => {
  expect(placeAfter("ArrowRight", 1, 4, "ltr")).toBe(2);
  expect(placeAfter("ArrowLeft", 1, 4, "ltr")).toBe(0);
  expect([placeAfter("ArrowRight", 3, 4, "ltr"), placeAfter("ArrowLeft", 0, 4, "ltr")]).toEqual([3, 0]);
});

test("where writing runs from the right, the next is at the left", () => {
  expect([placeAfter("ArrowLeft", 1, 4, "rtl"), placeAfter("ArrowRight", 1, 4, "rtl")]).toEqual([2, 0]);
});

test("Home and End go all the way, and other keys nowhere", () => {
  expect([placeAfter("Home", 2, 4, "ltr"), placeAfter("End", 2, 4, "ltr")]).toEqual([0, 3]);
  expect([placeAfter("Enter", 2, 4, "ltr"), placeAfter("ArrowDown", 2, 4, "ltr")]).toEqual([undefined, undefined]);
});
