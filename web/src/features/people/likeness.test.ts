import { expect, test } from "vitest";
import type { Party } from "@/api/wire";
import { alike, fold, searchesFor } from "./likeness";

const party = (name: string, company?: string) => ({ id: name, kind: "person", name, company }) as unknown as Party;
const names = (parties: Party[]) => parties.map((one) => one.name);

test("names are compared without accents, points and capital letters", () => {
  expect(fold("  Dr. Zoë  O’Brien-STRAßER ")).toBe("dr zoe o brien strasser");
});

test("a name with a slip, in another order, or not yet typed to its end is found", () => {
  const known = [party("John Smith"), party("Jane Smythe"), party("Anna Schmidt"), party("Zoë Åkesson")];
  expect(names(alike("Jon Smith", "", known))).toEqual(["John Smith"]);
  expect(names(alike("Schmidt, Anna", "", known))).toEqual(["Anna Schmidt"]);
  expect(names(alike("Anna Schmi", "", known))).toEqual(["Anna Schmidt"]);
  expect(names(alike("zoe akesson", "", known))).toEqual(["Zoë Åkesson"]);
});

test("a name that merely begins alike is not", () => {
  expect(alike("Anna", "", [party("Anna Schmidt"), party("Johanna Weiss")])).toEqual([]);
});

test("how an organization is constituted does not tell it from another", () => {
  expect(names(alike("Acme", "", [party("ACME GmbH"), party("Acne Studios AB")]))).toEqual(["ACME GmbH"]);
});

test("who is of the same company comes first, and three at most are shown", () => {
  const known = [party("Ada King"), party("Ada Kling", "Engine Ltd"), party("Ada Kings"), party("Adam King")];
  expect(names(alike("Ada King", "engine", known))).toEqual(["Ada Kling", "Ada King", "Ada Kings"]);
});

test("what is searched for finds slips behind the beginning of a word, too", () => {
  expect(searchesFor("Jon Smith")).toEqual(["jon smith", "jo smi"]);
  expect(searchesFor("Acme GmbH")).toEqual(["acme", "ac"]);
  expect(searchesFor(" . ")).toEqual([]);
});
