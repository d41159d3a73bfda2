import { useSyncExternalStore } from "react";
import { formatAgo, formatInstant } from "@/messages/format";

const MINUTE_MS = 60_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times of the page. */
function everyMinute(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const one of listeners) one();
  }, MINUTE_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Constant within a minute, and never after now: otherwise a fresh event would be a minute ago. */
const thisMinute = () => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

/** How long ago something was, kept current while the page is open; the date itself on hover. */
export function RelativeTime({ time }: { time: string }) {
  const minute = useSyncExternalStore(everyMinute, thisMinute);
  const when = Date.parse(time);
  // Anything within this minute is now.
  const now = minute < when && when < minute + MINUTE_MS ? when : minute;
  return (
    <time dateTime={time} title={formatInstant(time)}>
      {formatAgo(time, now)}
    </time>
  );
}
