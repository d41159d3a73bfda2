import { expect, test } from "vitest";
import { FIELDS } from "@/api/standardFields";
import type { RecordField } from "@/api/wire";
import { partyColumns } from "./columns";
import { validateSearch } from "./search";

test("an address sorts by whatever a column sorts by, and by nothing else", () => {
  const sorts = partyColumns(undefined, "journey", [{ name: "tier", title: "Tier", kind: "number" } as RecordField]).flatMap((column) => column.sort ?? []);
  expect(sorts).toContain("more.tier");
  expect(sorts.length).toBeGreaterThan(FIELDS.length / 2);
  for (const sort of sorts.flatMap((one) => [one, `-${one}`])) expect(validateSearch({ sort })).toEqual({ sort });
  for (const sort of ["", "age", "--name", 5]) expect(validateSearch({ sort })).toEqual({});
});
