import { useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import { t } from "@/words/words";

/** A note that passes. */
export interface Toast {
  message: string;
  title?: string;
  isBad?: boolean;
  /** Takes back what the note is about. */
  undo?: () => void;
}

const NONE: Toast[] = [];
let waiting = NONE;
let isWanted = false;
const listeners = new Set<() => void>();

function become(next: Toast[]) {
  waiting = next;
  isWanted ||= next.length > 0;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The toasts that are still to be shown. */
export const useToasts = () => useSyncExternalStore(subscribe, () => waiting);

/** Whether there ever was one: only then the code that shows them is needed. */
export const useAreToastsWanted = () => useSyncExternalStore(subscribe, () => isWanted);

/** Says that the waiting toasts are shown. */
export const taken = () => become(NONE);

interface Told {
  message: string;
  /** How to take it back. */
  undo?: () => void | Promise<unknown>;
}

async function takeBack(undo: NonNullable<Told["undo"]>) {
  try {
    await undo();
    toast({ message: t("toast.undone") });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Says what was done, and offers to take it back. */
export function toast({ message, undo }: Told) {
  become([...waiting, { message, ...(undo && { undo: () => void takeBack(undo) }) }]);
}

/** Says what did not work and what to do about it. */
export function toastProblem(thrown: unknown) {
  const problem = asProblem(thrown);
  const [title, message] = problem.isStale
    ? [t("api.stale.title"), t("api.stale.detail")]
    : [problem.title, problem.message];
  become([...waiting, { title, message, isBad: true }]);
}
