import { useState } from "react";
import { NOTHING, type Selection } from "./selection";

/** The selected rows of a list. All that match are no longer selected once other rows match. */
export function useSelection(matching: unknown): [Selection, (selection: Selection) => void] {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const text = JSON.stringify(matching);
  const [asked, setAsked] = useState(text);
  if (asked !== text) {
    setAsked(text);
    if (selection.all) setSelection(NOTHING);
  }
  return [selection, setSelection];
}
