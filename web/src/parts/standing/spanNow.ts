import type { StandingSpan } from "@/api/wire";

const within = ({ from, to }: StandingSpan, now: number) =>
  (from === null || Date.parse(from) <= now) && (to === null || now < Date.parse(to));

/** The stretch of a standing that holds at a time; what is parked ends in the future, and another follows. */
export const spanNow = (spans: StandingSpan[], now: number): StandingSpan | undefined => spans.findLast((span) => within(span, now));
