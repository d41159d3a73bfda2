import type { LucideIcon } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";

/** A command of the palette. */
export interface Command {
  id: string;
  label: string;
  icon: LucideIcon;
  run: () => void;
  /** Its keyboard shortcut. */
  keys?: string;
  /** Search terms besides its label. */
  also?: string;
  /** Offered only once something is typed. */
  isQuiet?: boolean;
}

const NONE: Command[] = [];
let ofPage: Command[] = NONE;
const listeners = new Set<() => void>();

function become(next: Command[]) {
  ofPage = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers a page's own commands in the palette while the page is shown. */
export function usePageCommands(commands: Command[]) {
  const own = useRef(commands);
  useEffect(() => {
    own.current = commands;
  });
  const ids = commands.map((one) => one.id).join();
  useEffect(() => {
    // Looked up when run, so that a command never acts on stale content.
    const find = (id: string) => own.current.find((one) => one.id === id);
    const offered = ids.split(",").flatMap((id) => find(id) ?? []);
    become(offered.map((one) => ({ ...one, run: () => find(one.id)?.run() })));
    return () => become(NONE);
  }, [ids]);
}

/** The commands of the page that is shown. */
export const useOfPage = () => useSyncExternalStore(subscribe, () => ofPage);
