import { useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import { t } from "@/messages/messages";

/** A toast. */
export interface Toast {
  message: string;
  title?: string;
  isBad?: boolean;
  /** Undoes what the toast is about. */
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

/** Whether there ever was one: only then is the code that shows them needed. */
export const useAreToastsWanted = () => useSyncExternalStore(subscribe, () => isWanted);

/** Notes that the waiting toasts are shown. */
export const taken = () => become(NONE);

interface ToastMessage {
  message: string;
  /** How to undo it. */
  undo?: () => void | Promise<unknown>;
}

async function runUndo(undo: NonNullable<ToastMessage["undo"]>) {
  try {
    await undo();
    toast({ message: t("toast.undone") });
  } catch (thrown) {
    toastProblem(thrown);
  }
}

/** Shows what was done, and offers to undo it. */
export function toast({ message, undo }: ToastMessage) {
  become([...waiting, { message, ...(undo && { undo: () => void runUndo(undo) }) }]);
}

/** Shows what did not work and what to do about it. */
export function toastProblem(thrown: unknown) {
  const problem = asProblem(thrown);
  const [title, message] = problem.isStale
    ? [t("api.stale.title"), t("api.stale.detail")]
    : [problem.title, problem.message];
  become([...waiting, { title, message, isBad: true }]);
}
