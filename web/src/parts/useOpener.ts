import { useCallback, useRef, useState } from "react";

/** What a button needs that opens something which is only loaded then. */
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
