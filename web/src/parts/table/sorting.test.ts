import { expect, test } from "vitest";
import { ariaSort, sortAfter, sortedBy } from "./sorting";

test("a header sorts by its key alone, and the other way round at the next press", () => {
  expect(sortAfter("name", "amount", false)).toBe("amount");
  expect(sortAfter("amount", "amount", false)).toBe("-amount");
  expect(sortAfter("-amount", "amount", false)).toBe("amount");
  expect(sortAfter("name,-amount", "amount", false)).toBe("amount");
  expect(sortAfter("", "amount", false)).toBe("amount");
});

test("with others a key comes last, is turned round in its place, and is left out at the third press", () => {
  expect(sortAfter("name", "amount", true)).toBe("name,amount");
  expect(sortAfter("amount,name", "amount", true)).toBe("-amount,name");
  expect(sortAfter("-amount,name", "amount", true)).toBe("name");
  expect(sortAfter("-amount", "amount", true)).toBe("amount");
});

test("a key has a place among those that a list is sorted by", () => {
  expect(sortedBy("name,-amount", "amount")).toEqual({ place: 2, descending: true, among: true });
  expect(sortedBy("name", "name")).toEqual({ place: 1, descending: false, among: false });
  expect(sortedBy("names", "name")).toBeUndefined();
});

test("only the first key is an order for those who listen", () => {
  const directions = (sort: string) => ["name", "amount", "stage"].map((key) => ariaSort(sortedBy(sort, key)));
  expect(directions("-name,amount")).toEqual(["descending", "other", "none"]);
});
