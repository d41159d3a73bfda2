import { expect, test } from "vitest";
import { partsOf } from "./partsOf";

test("ids in a sentence are distinguished from its words", () => {
  const text = "1 of 2 values do not fit: per_0123456789abc (`a dozen`), deal_0123456789abd (Two looms); change them first";
  expect(partsOf(text)).toEqual([
    { text: "1 of 2 values do not fit: " },
    { text: "per_0123456789abc", isId: true },
    { text: " (`a dozen`), " },
    { text: "deal_0123456789abd", isId: true },
    { text: " (Two looms); change them first" },
  ]);
  expect(partsOf("nothing here, not even per_1 or size_of_it")).toEqual([{ text: "nothing here, not even per_1 or size_of_it" }]);
});
