import { expect, test } from "vitest";
import type { Evidence, Kind } from "@/api/wire";
import { byMonth, familiesIn, fitting, threadsOf } from "./timeline";

const kinds: Kind[] = [
  { name: "call_held", family: "dialogue" },
  { name: "deal_won", family: "deal" },
  { name: "retracted", family: "correction" },
];

let recorded = 0;
function piece(id: string, kind: string, more: Partial<Evidence> = {}): Evidence {
  recorded += 1;
  return {
    id,
    kind,
    occurred_at: "2026-03-03T00:00:00Z",
    precision: "day",
    earliest: false,
    live: true,
    recorded_at: new Date(recorded * 1000).toISOString(),
    recorded_by: "ada",
    recorded_via: "form",
    deal: null,
    amount: null,
    product_line: null,
    names: null,
    detail: {},
    participants: [{ party: "per_1", role: "subject" }],
    ...more,
  };
}

const words = (word: string) => ({ call_held: "Call held", deal_won: "Deal won", per_1: "Ada King" })[word] ?? word;

test("a retraction stands with what it retracts, and so does what takes it back", () => {
  const [call, won] = [piece("a", "call_held"), piece("b", "deal_won")];
  const back = piece("c", "retracted", { names: "b", live: false });
  const again = piece("d", "retracted", { names: "c" });
  const threads = threadsOf([call, won, back, again], kinds);
  expect(threads.map(({ piece: one }) => one.id)).toEqual(["b", "a"]);
  expect(threads[0]?.corrections.map((one) => one.id)).toEqual(["c", "d"]);
  expect(threads[0]?.retraction).toBeUndefined();
});

test("a retraction of a piece that is still to be loaded waits for it", () => {
  const back = piece("c", "retracted", { names: "old" });
  const call = piece("a", "call_held");
  expect(threadsOf([call, back], kinds, true).map(({ piece: one }) => one.id)).toEqual(["a"]);
  expect(threadsOf([call, back], kinds).map(({ piece: one }) => one.id)).toEqual(["c", "a"]);
});

test("a dead piece has the retraction that holds", () => {
  const first = piece("b", "retracted", { names: "a", live: false });
  const second = piece("c", "retracted", { names: "b" });
  const third = piece("d", "retracted", { names: "a" });
  const [thread] = threadsOf([piece("a", "call_held", { live: false }), first, second, third], kinds);
  expect(thread?.retraction?.id).toBe("d");
});

test("the timeline is narrowed by family and by every word", () => {
  const threads = threadsOf([piece("a", "call_held", { detail: { note: "About the budget" } }), piece("b", "deal_won")], kinds);
  const ids = (families: string[], q: string) => fitting(threads, families, q, words).map((one) => one.piece.id);
  expect(ids([], "")).toEqual(["b", "a"]);
  expect(ids(["deal"], "")).toEqual(["b"]);
  expect(ids([], "BUDGET ada call")).toEqual(["a"]);
  expect(ids(["deal"], "budget")).toEqual([]);
  expect(familiesIn(threads, kinds)).toEqual([{ family: "dialogue", count: 1 }, { family: "deal", count: 1 }]);
});

test("months follow each other, what has no time comes last", () => {
  const unknown = piece("u", "call_held", { occurred_at: null, precision: "unknown" });
  const march = [piece("a", "call_held"), piece("b", "deal_won", { occurred_at: "2026-03-31T00:00:00Z" })];
  const april = piece("c", "call_held", { occurred_at: "2026-04-01T00:00:00Z" });
  const months = byMonth(threadsOf([unknown, ...march, april], kinds));
  expect(months.map(({ threads }) => threads.length)).toEqual([1, 2, 1]);
  expect(months.at(-1)?.title).toBeNull();
});
