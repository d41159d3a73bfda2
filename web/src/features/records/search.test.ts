import { expect, test } from "vitest";
import { requestOf, validateSearch } from "./search";

const won = { field: { name: "stage", is: "won" } };

test("what is searched for and the filter are asked for together, and by name without another order", () => {
  expect(requestOf({ q: "acme", filter: won })).toEqual({ filter: { and: [{ text: "acme" }, won] }, sort: "name" });
  expect(requestOf({ filter: won, sort: "-amount,name" })).toEqual({ filter: won, sort: "-amount,name" });
  expect(requestOf({ q: "acme" }).filter).toEqual({ text: "acme" });
  expect(requestOf({}).filter).toBeUndefined();
});

test("an address is read part by part, and what makes no sense is left out", () => {
  expect(validateSearch({ q: 5, sort: "-amount,name", view: "board", filter: won, add: true })).toMatchObject({ q: "5", sort: "-amount,name", view: "board", filter: won, add: true });
  const read = validateSearch({ q: "", sort: "a b", view: "list", filter: { nope: 1 }, add: "yes", table: 1 });
  expect(Object.values(read).every((part) => part === undefined)).toBe(true);
});
