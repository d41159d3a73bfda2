import { expect, test } from "vitest";
import type { RecordField, WholeParty } from "@/api/wire";
import { declaredOf, fieldsOf, fieldTitle, hrefOf, hrefOfKind, shownValue, valueOf } from "./editing";

const party = { kind: "person", name: "Ada King", email: "ada@example.org", more: { shoe_size: "38" } } as unknown as WholeParty;

test("fields of the workspace's own stand beside the standard ones", () => {
  expect(fieldsOf(party, [])).toContain("more.shoe_size");
  expect([valueOf(party, "email"), valueOf(party, "more.shoe_size"), valueOf(party, "phone")]).toEqual(["ada@example.org", "38", ""]);
  expect([fieldTitle("email"), fieldTitle("more.shoe_size")]).toEqual(["Email", "Shoe size"]);
});

test("declared fields are there without a value, and archived ones not even with one", () => {
  const declared = [
    { name: "budget", title: "Budget", kind: "money", archived: false },
    { name: "shoe_size", title: "Shoe size", kind: "number", archived: true },
  ] as RecordField[];
  expect(fieldsOf(party, declared)).toContain("more.budget");
  expect(fieldsOf(party, declared)).not.toContain("more.shoe_size");
  const rich = { ...party, more: { budget: "12.50 EUR" } };
  const budget = declaredOf("more.budget", declared);
  expect([shownValue(rich, "more.budget", budget), shownValue(party, "more.budget", budget)]).toEqual(["€12.50", ""]);
  expect([declaredOf("budget", declared), declaredOf("more.hat", declared)]).toEqual([undefined, undefined]);
});

test("a value of a declared field leads somewhere if it is an address", () => {
  expect([hrefOfKind("email", "ada@example.org"), hrefOfKind("url", "example.org"), hrefOfKind("number", "5")]).toEqual(["mailto:ada@example.org", "https://example.org", undefined]);
});

test("addresses lead somewhere, and never to a script", () => {
  expect(hrefOf("email", "ada+x@example.org")).toBe("mailto:ada%2Bx@example.org");
  expect(hrefOf("phone", "+49 (30) 123-4")).toBe("tel:+49301234");
  expect([hrefOf("website", "example.org/a"), hrefOf("website", "https://example.org")]).toEqual(["https://example.org/a", "https://example.org"]);
  expect([hrefOf("website", "javascript:alert(1)"), hrefOf("website", "no address"), hrefOf("city", "Rome")]).toEqual([undefined, undefined, undefined]);
});
