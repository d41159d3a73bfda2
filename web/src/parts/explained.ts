import { useSyncExternalStore } from "react";
import type { Standing } from "@/api/wire";

interface AskedBy {
  /** The badge that anchors the explanation. */
  anchor: HTMLElement;
  /** The party of the stage or standing. */
  party?: string | undefined;
}

/** A stage that is to be explained. */
export interface AskedStage extends AskedBy {
  about: "stage";
  vocabulary: string;
  stage: string | null;
}

/** A standing that is to be explained. */
export interface AskedStanding extends AskedBy {
  about: "standing";
  standing: Standing | null;
}

type Asked = AskedStage | AskedStanding;

let asked: Asked | undefined;
const listeners = new Set<() => void>();

function become(next: Asked | undefined) {
  asked = next;
  for (const listener of listeners) listener();
}

/** Opens the explanation beside a badge. There is one for the whole page, so a list of badges stays light. */
export const explain = (what: Asked) => become(what);

/** Closes it and returns the focus to the badge. */
export function closeExplanation() {
  const anchor = asked?.anchor;
  become(undefined);
  anchor?.focus();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useAsked = () => useSyncExternalStore(subscribe, () => asked);
