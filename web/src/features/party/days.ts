/** Days are counted in UTC, as the server counts the end of a day that it is asked for. */
export const DAY_MS = 86_400_000;

export const toMs = (time: string) => new Date(time).getTime();
export const dayOf = (ms: number) => Math.floor(ms / DAY_MS);
/** The day as in addresses. */
export const dayText = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** Today, as a number and as in addresses. */
export const thisDay = () => dayOf(Date.now());
export const today = () => dayText(thisDay());
/** The last instant of a day. */
export const endOf = (day: string) => toMs(day) + DAY_MS - 1;

/** A range of time; unknown or open ends are null. */
export interface Span {
  from: string | null;
  to: string | null;
}

/** The range that covers an instant. */
export const spanAt = <One extends Span>(spans: One[], ms: number): One | undefined =>
  spans.find(({ from, to }) => (from === null || toMs(from) <= ms) && (to === null || ms < toMs(to)));
