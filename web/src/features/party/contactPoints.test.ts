import { describe, expect, it } from "vitest";
import type { WholeParty } from "@/api/wire";
import { changeBack, changeOf, draftsOf, emptyPoint, lineOf, mistakeIn, saysMore, valueInLog } from "./contactPoints";

const party = {
  emails: [
    { value: "ada@example.org", label: "work", primary: true },
    { value: "king@example.org", primary: false },
  ],
  phones: [{ value: "+41 44 668 18 00", primary: true, e164: "+41446681800", national: "044 668 18 00" }],
  addresses: [],
} as unknown as WholeParty;

describe("contact points", () => {
  it("are sent back as they are, without empty rows", () => {
    const drafts = [...draftsOf(party, "emails"), emptyPoint(false)];
    expect(changeOf("emails", drafts)).toEqual({
      emails: [
        { value: "ada@example.org", label: "work", primary: true },
        { value: "king@example.org", primary: false },
      ],
    });
    expect(changeOf("addresses", draftsOf(party, "addresses"))).toEqual({ addresses: null });
    expect(changeBack(party, "addresses")).toEqual({ addresses: null });
  });

  it("send the parts of an address", () => {
    const home = { ...emptyPoint(true), parts: { city: "Bern" }, label: " home " };
    expect(changeOf("addresses", [home])).toEqual({ addresses: [{ value: { city: "Bern" }, label: "home", primary: true }] });
  });

  it("show numbers as people of their country write them", () => {
    expect(party.phones.map(lineOf)).toEqual(["044 668 18 00"]);
    expect(lineOf({ value: { street: "Gasse 1", postal_code: "3000", city: "Bern" }, primary: true })).toBe("Gasse 1, 3000 Bern");
  });

  it("are listed where there is more than the primary one", () => {
    expect(saysMore(party, "emails")).toBe(true);
    expect(saysMore(party, "phones")).toBe(false);
  });

  it("are on one line in the change log", () => {
    expect(valueInLog("emails", JSON.stringify(party.emails))).toBe("ada@example.org; king@example.org");
    expect(valueInLog("emails", "a list of old")).toBe("a list of old");
    expect(valueInLog("city", "[]")).toBe("[]");
  });

  it("find their mistakes by place", () => {
    const mistakes = [{ pointer: "/emails/1/value", detail: "not an address" }];
    expect(mistakeIn(mistakes, "emails", 1)).toBe("not an address");
    expect(mistakeIn(mistakes, "emails", 10)).toBeUndefined();
    expect(mistakeIn(mistakes, "phones", 1)).toBeUndefined();
  });
});
