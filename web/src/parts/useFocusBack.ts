import { useEffect } from "react";

/**
 * Returns the focus to the element that had it before a dialog opened; to the page if that no longer exists.
 * The dialog's own mechanism does not work for dialogs that are mounted on demand.
 */
export function useFocusBack() {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      setTimeout(() => {
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
        (isThere ? before : document.querySelector<HTMLElement>("#content"))?.focus({ preventScroll: true });
      });
    };
  }, []);
}
