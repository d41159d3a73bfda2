import { useLayoutEffect, useRef } from "react";

type Handler = (event: KeyboardEvent) => void;
/** Keys as people write them: `g p` (one after the other), `?`, `mod+k`. */
export type Shortcuts = Record<string, Handler>;

const SEQUENCE_MS = 1000;
const active: { current: Shortcuts }[] = [];
let before = "";
let beforeAt = 0;

/** Fields into which nobody types, such as a checkbox; they keep the keys that operate them. */
const TEXTLESS = /^(checkbox|radio|button|submit|reset|file|color|range)$/;
const OPERATES = /^(Enter| |Arrow.*|Page.*|Home|End)$/;

/** Whether a key is for the field that has the focus: text for it, or what operates it. */
export function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && TEXTLESS.test(target.type)) return OPERATES.test(key);
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key;
}

function find(name: string): Handler | undefined {
  // The last mounted component is the innermost.
  for (const { current } of active.toReversed()) {
    const handler = current[name];
    if (handler) return handler;
  }
  return undefined;
}

function hear(event: KeyboardEvent) {
  const name = nameOf(event);
  const free = !isTyping(event) && !document.querySelector("[aria-modal=true]") && !event.altKey;
  if (event.defaultPrevented || (!free && !name.startsWith("mod+"))) return;
  const sequence = event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${name}` : name;
  const handler = find(sequence) ?? find(name);
  before = handler ? "" : name;
  beforeAt = event.timeStamp;
  if (!handler) return;
  event.preventDefault();
  handler(event);
}

/** Listens to keys while the component is shown; nothing happens while someone types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts) {
  const own = useRef(shortcuts);
  useLayoutEffect(() => {
    own.current = shortcuts;
  });
  // With the page, not after it: whoever sees it may press a key.
  useLayoutEffect(() => {
    if (active.length === 0) document.addEventListener("keydown", hear);
    active.push(own);
    return () => {
      active.splice(active.indexOf(own), 1);
      if (active.length === 0) document.removeEventListener("keydown", hear);
    };
  }, []);
}
