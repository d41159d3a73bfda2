import type { KeyboardEvent, SyntheticEvent } from "react";

function select({ currentTarget: field }: SyntheticEvent<HTMLInputElement>) {
  if (field.selectionStart === field.selectionEnd) field.select();
}

/**
 * Enter takes the option that is marked. The component itself forgets the mark when keys arrive
 * faster than its list opens: a timer of the opening sets its own count back, and Enter did nothing.
 */
function takeMarked(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  const list = document.getElementById(event.currentTarget.getAttribute("aria-controls") ?? "");
  const marked = list?.querySelector<HTMLElement>("[data-combobox-selected]");
  if (!marked) return;
  event.preventDefault();
  event.stopPropagation();
  marked.click();
}

/** For select fields with search: typed text replaces the selected value, rather than being added to it, and Enter takes the first match. */
export const typedOver = { onFocus: select, onClick: select, onKeyDownCapture: takeMarked, selectFirstOptionOnChange: true };
