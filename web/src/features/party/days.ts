/** Days are counted in UTC, as the server counts the end of a day that it is asked for. */
export const DAY_MS = 86_400_000;

export const toMs = (time: string) => new Date(time).getTime();
export const dayOf = (ms: number) => Math.floor(ms / DAY_MS);
/** The day as addresses have it. */
export const dayText = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** The day that it is, counted and as addresses have it. */
export const thisDay = () => dayOf(Date.now());
export const today = () => dayText(thisDay());
/** The last instant of a day. */
export const endOf = (day: string) => toMs(day) + DAY_MS - 1;

/** A stretch of time; what is not known or not bounded is null. */
export interface Span {
  from: string | null;
  to: string | null;
}

/** The stretch that covers an instant. */
export const spanAt = <One extends Span>(spans: One[], ms: number): One | undefined =>
  spans.find(({ from, to }) => (from === null || toMs(from) <= ms) && (to === null || ms < toMs(to)));
