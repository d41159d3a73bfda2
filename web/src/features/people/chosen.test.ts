import { expect, test } from "vitest";
import { exportAddress, requestOf } from "./chosen";

const request = { kind: "person" as const, q: "ada", sort: "-name", filter: { hidden: true } };

test("some are asked for by their ids, whatever the list showed", () => {
  const some = { all: false, ids: new Set(["per_1"]) };
  expect(requestOf(request, some)).toEqual({ kind: "person", filter: { ids: ["per_1"] } });
});

test("all are asked for as the list did, but those left out", () => {
  expect(requestOf(request, { all: true, ids: new Set() })).toEqual(request);
  expect(requestOf(request, { all: true, ids: new Set(["per_1"]) }).filter).toEqual({
    and: [{ hidden: true }, { not: { ids: ["per_1"] } }],
  });
});

test("an export has no order", () => {
  const where = exportAddress(request, { all: true, ids: new Set() }, "csv");
  expect(where).toContain("/api/v1/exports/parties?");
  expect(where).not.toContain("sort");
});

test("thousands that are named one by one are not put into an address", () => {
  const ids = new Set(Array.from({ length: 2000 }, (_, place) => `per_${place}`));
  expect(exportAddress(request, { all: false, ids }, "csv")).toBeUndefined();
  expect(exportAddress(request, { all: true, ids }, "csv")).toBeUndefined();
});
