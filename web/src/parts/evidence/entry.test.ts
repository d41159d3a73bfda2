import { expect, test } from "vitest";
import type { Evidence } from "@/api/wire";
import { draftAbout, EMPTY, entryOf, filledLike } from "./entry";
import { asksOf } from "./shapes";

const fresh = () => "a new deal";

test("empty fields are not sent", () => {
  expect(entryOf({ ...EMPTY, kind: "call_held" }, [], fresh)).toEqual({ kind: "call_held" });
});

test("a day stays a day, a time becomes an instant, and unknown is sent as unknown", () => {
  const filled = { ...EMPTY, kind: "call_held", when: "day" as const, day: "2026-03-03" };
  expect(entryOf(filled, [], fresh).occurred_at).toBe("2026-03-03");
  expect(entryOf({ ...filled, time: "10:30" }, [], fresh).occurred_at).toBe(new Date("2026-03-03T10:30").toISOString());
  expect(entryOf({ ...filled, when: "unknown" }, [], fresh).occurred_at).toBeNull();
});

test("what is so at the earliest is sent so, and comes back from a piece", () => {
  const filled = { ...EMPTY, kind: "sales_accepted", when: "day" as const, day: "2026-03-03", earliest: true };
  expect(entryOf(filled, [], fresh)).toMatchObject({ occurred_at: "2026-03-03", earliest: true });
  expect(entryOf({ ...filled, when: "now" }, [], fresh)).not.toHaveProperty("earliest");
  const piece = { detail: {}, participants: [], occurred_at: "2026-03-03", precision: "day", earliest: true } as unknown as Evidence;
  expect(filledLike(piece, () => "")).toMatchObject({ when: "day", day: "2026-03-03", earliest: true });
});

test("only what the kind asks for is sent", () => {
  const filled = { ...EMPTY, kind: "deal_lost", amount: "12", names: "evd_1", detail: { reason: " price ", until: "2027-01-01" }, note: "sad" };
  expect(entryOf(filled, ["deal", "reason"], fresh)).toEqual({ kind: "deal_lost", deal: "a new deal", detail: { reason: "price", note: "sad" } });
});

test("a known deal is named by its id, and the title of a new one is kept", () => {
  const filled = { ...EMPTY, kind: "deal_won", amount: "1,000", currency: "EUR", dealTitle: "Pilot" };
  expect(entryOf(filled, ["deal", "amount"], fresh)).toEqual({
    kind: "deal_won",
    deal: "a new deal",
    amount: { minor: 100_000, currency: "EUR" },
    detail: { title: "Pilot" },
  });
  expect(entryOf({ ...filled, deal: "deal_1" }, ["deal"], fresh)).toEqual({ kind: "deal_won", deal: "deal_1" });
});

test("the one it is about is the subject, the others come after", () => {
  const others = [{ party: "org_1", name: "Acme", role: "organization" }];
  const draft = draftAbout("per_1", entryOf({ ...EMPTY, kind: "meeting_held", others }, [], fresh));
  expect(draft.participants).toEqual([{ party: "per_1", role: "subject" }, { party: "org_1", role: "organization" }]);
});

test("a purchase names no deal, for that would have to be won first", () => {
  expect(entryOf({ ...EMPTY, kind: "purchased" }, asksOf("purchased", "purchase"), fresh)).toEqual({ kind: "purchased" });
});

test("a piece that fills the form is recorded as it was", () => {
  const piece = {
    id: "evd_1",
    kind: "deal_won",
    occurred_at: "2026-03-03",
    precision: "day",
    earliest: false,
    deal: "deal_1",
    amount: { minor: 123_450, currency: "EUR" },
    product_line: null,
    names: null,
    detail: { note: "at last" },
    participants: [
      { party: "per_1", role: "subject" },
      { party: "per_2", role: "buyer" },
    ],
  } as unknown as Evidence;
  const filled = { ...EMPTY, ...filledLike(piece, () => "Bob") };
  expect(filled.others).toEqual([{ party: "per_2", name: "Bob", role: "buyer" }]);
  expect(entryOf(filled, asksOf("deal_won", "deal"), fresh)).toEqual({
    kind: "deal_won",
    occurred_at: "2026-03-03",
    deal: "deal_1",
    amount: { minor: 123_450, currency: "EUR" },
    detail: { note: "at last" },
    participants: [{ party: "per_2", role: "buyer" }],
  });
});
