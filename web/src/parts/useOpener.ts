import { useCallback, useRef, useState } from "react";

/** The state of a button that opens something loaded on demand. */
export function useOpener() {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const open = useCallback(() => setAnchor(button.current), []);
  const close = useCallback(() => {
    setAnchor(null);
    button.current?.focus();
  }, []);
  return { button, anchor, open, close };
}
