import { useEffect } from "react";

/**
 * Gives the focus back to what had it before a dialog came, once the dialog is gone; to the page if that is gone too.
 * Dialogs that are only mounted when they are wanted are not helped by the dialog's own way of doing so.
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
