import { expect, test } from "vitest";
import type { RecordFilter } from "@/api/wire";
import { chosenFilter, tableAddress } from "./chosen";

const won: RecordFilter = { field: { name: "stage", is: "won" } };
const ids = (count: number) => new Set(Array.from({ length: count }, (_, place) => `deal_${String(place).padStart(13, "0")}`));
const either = { or: [{ hidden: true }, { hidden: false }] };

test("some are named by their ids, whatever the list showed and whether they are hidden", () => {
  expect(chosenFilter(won, { all: false, ids: new Set(["deal_1"]) })).toEqual({ and: [{ ids: ["deal_1"] }, either] });
});

test("all are those of the list, but those left out", () => {
  expect(chosenFilter(won, { all: true, ids: new Set() })).toEqual({ and: [won] });
  expect(chosenFilter(undefined, { all: true, ids: new Set() })).toEqual({ and: [] });
  expect(chosenFilter(won, { all: true, ids: new Set(["deal_1"]) })).toEqual({ and: [won, { not: { ids: ["deal_1"] } }] });
});

test("no condition names more ids than the server takes", () => {
  const filter = chosenFilter(undefined, { all: false, ids: ids(2001) }) as { and: [{ or: { ids: string[] }[] }, unknown] };
  expect(filter.and[0].or.map((part) => part.ids.length)).toEqual([1000, 1000, 1]);
});

test("a download is an address, unless that would be too long", () => {
  expect(tableAddress("deals")).toBe("/api/v1/records/deals/export");
  expect(new URL(tableAddress("deals", won) ?? "", "http://localhost").searchParams.get("filter")).toBe(JSON.stringify(won));
  expect(tableAddress("deals", chosenFilter(undefined, { all: false, ids: ids(2000) }))).toBeUndefined();
});
