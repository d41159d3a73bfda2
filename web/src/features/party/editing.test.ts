import { expect, test } from "vitest";
import type { WholeParty } from "@/api/wire";
import { fieldsOf, fieldTitle, hrefOf, valueOf } from "./editing";

const party = { kind: "person", name: "Ada King", email: "ada@example.org", more: { shoe_size: "38" } } as unknown as WholeParty;

test("fields of the workspace's own stand beside the standard ones", () => {
  expect(fieldsOf(party)).toContain("more.shoe_size");
  expect([valueOf(party, "email"), valueOf(party, "more.shoe_size"), valueOf(party, "phone")]).toEqual(["ada@example.org", "38", ""]);
  expect([fieldTitle("email"), fieldTitle("more.shoe_size")]).toEqual(["Email", "Shoe size"]);
});

test("addresses lead somewhere, and never to a script", () => {
  expect(hrefOf("email", "ada+x@example.org")).toBe("mailto:ada%2Bx@example.org");
  expect(hrefOf("phone", "+49 (30) 123-4")).toBe("tel:+49301234");
  expect([hrefOf("website", "example.org/a"), hrefOf("website", "https://example.org")]).toEqual(["https://example.org/a", "https://example.org"]);
  expect([hrefOf("website", "javascript:alert(1)"), hrefOf("website", "no address"), hrefOf("city", "Rome")]).toEqual([undefined, undefined, undefined]);
});
