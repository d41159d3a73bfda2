import { useSyncExternalStore } from "react";

/** Which of the shell's own dialogs is open. */
type Opened = "palette" | "shortcuts" | "more" | undefined;

let opened: Opened;
const listeners = new Set<() => void>();

/** Opens one of the shell's dialogs, or closes whichever is open. */
export function open(next: Opened) {
  opened = next;
  for (const listener of listeners) listener();
}

export const close = () => open(undefined);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOpened = () => useSyncExternalStore(subscribe, () => opened);
