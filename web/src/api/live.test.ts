import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveUpdates } from "./live";

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeSource.made.push(this);
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
  say(type: string, data?: unknown) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

const queries = new QueryClient();
let forgotten: unknown[];
let updates: LiveUpdates;
const source = () => FakeSource.made.at(-1) as FakeSource;
const change = (action: string, ...parties: string[]) => ({ at: "", actor: "mia", changes: [{ action, parties }] });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  FakeSource.made = [];
  forgotten = [];
  vi.spyOn(queries, "invalidateQueries").mockImplementation((filter) => {
    forgotten.push(filter?.queryKey ?? "everything");
    return Promise.resolve();
  });
  updates = new LiveUpdates(queries);
  updates.open("/api/v1/events");
});

afterEach(() => {
  updates.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("changes are forgotten together after a moment, each party once", () => {
  source().say("change", change("party_edited", "per_1"));
  source().say("change", change("evidence_added", "per_1", "per_2"));
  expect(forgotten).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(forgotten).toEqual([["party", "per_1"], ["party", "per_2"], ["parties"], ["funnel"], ["imports"]]);
});

test("what happened while no one followed is fetched when someone follows again", () => {
  source().say("open");
  expect(forgotten).toEqual([]);
  source().say("change", change("party_edited", "per_1"));
  updates.close();
  expect(source().readyState).toBe(FakeSource.CLOSED);
  updates.open("/api/v1/events");
  expect(FakeSource.made).toHaveLength(2);
  source().say("open");
  expect(forgotten).toEqual(["everything"]);
  vi.advanceTimersByTime(5000);
  expect(forgotten).toEqual(["everything"]);
});

test("another vocabulary makes everything old", () => {
  source().say("change", change("vocabulary_used"));
  vi.advanceTimersByTime(200);
  expect(forgotten).toEqual(["everything"]);
});

test("a lost place makes everything old", () => {
  source().say("reset");
  expect(forgotten).toEqual(["everything"]);
});

test("coming back after a loss asks for everything again", () => {
  source().say("open");
  expect(updates.connection()).toBe("open");
  source().say("error");
  expect(updates.connection()).toBe("lost");
  source().say("open");
  expect(updates.connection()).toBe("open");
  expect(forgotten).toEqual(["everything"]);
});

test("a source that gave up is opened again", () => {
  source().close();
  source().say("error");
  vi.advanceTimersByTime(3100);
  expect(FakeSource.made).toHaveLength(2);
});
