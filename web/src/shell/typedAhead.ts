import { close } from "./opened";

/** How long letters are kept for a dialog that does not open. */
const PATIENCE_MS = 3000;

let typed = "";
let since = 0;

function hear(event: KeyboardEvent) {
  if (event.timeStamp - since > PATIENCE_MS) {
    takeTyped();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    takeTyped();
    close();
  } else if (event.key === "Backspace") typed = typed.slice(0, -1);
  else if (event.key.length === 1) typed += event.key;
  else if (event.key !== "Enter") return;
  // Neither the page's shortcuts nor the focused element may handle what is typed for the dialog.
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Keeps what is typed from now on, for a field that is still loading. */
export function keepTyped() {
  if (document.querySelector("[aria-modal=true]")) return;
  typed = "";
  since = performance.now();
  document.addEventListener("keydown", hear, true);
}

/** What was typed meanwhile; from now on the field handles keys itself. */
export function takeTyped(): string {
  document.removeEventListener("keydown", hear, true);
  const taken = typed;
  typed = "";
  return taken;
}
