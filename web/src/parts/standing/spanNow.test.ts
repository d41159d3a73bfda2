import { expect, test } from "vitest";
import type { StandingSpan } from "@/api/wire";
import { spanNow } from "./spanNow";

const span = (standing: StandingSpan["standing"], from: string | null, to: string | null): StandingSpan => ({
  standing,
  from,
  to,
  reason: null,
  earliest: false, begun_by: null,
  ended_by: null,
});
const spans = [
  span("active", null, "2026-02-01T00:00:00Z"),
  span("nurturing", "2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z"),
  span("active", "2026-06-01T00:00:00Z", null),
];
const at = (time: string) => spanNow(spans, Date.parse(time));

test("the standing of now is neither the one before nor the one that will follow", () => {
  expect(at("2026-01-31T23:59:59Z")).toBe(spans[0]);
  expect(at("2026-02-01T00:00:00Z")).toBe(spans[1]);
  expect(at("2026-05-31T23:59:59Z")).toBe(spans[1]);
  expect(at("2026-06-01T00:00:00Z")).toBe(spans[2]);
  expect(spanNow([], 0)).toBeUndefined();
});
