import { useCallback, useState } from "react";

/** A text that is being edited, and its base version. */
interface Draft {
  text: string;
  base: number | null;
}

function read(key: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    const isDraft = typeof kept === "object" && kept !== null && "text" in kept && typeof kept.text === "string";
    return isDraft ? (kept as Draft) : undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, draft: Draft | undefined) {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Leaving asks first, so nothing is lost by accident.
  }
}

/** A draft that survives loading the page again in this tab. */
export function useDraft(name: string, start: string, version: number | null) {
  const key = `casebook.draft.${name}`;
  const [draft, setDraft] = useState<Draft>(() => read(key) ?? { text: start, base: version });
  const change = useCallback(
    (text: string) => {
      setDraft((before) => {
        const next = { ...before, text };
        keep(key, text === start ? undefined : next);
        return next;
      });
    },
    [key, start],
  );
  /** Removes the draft, because it was activated or discarded. */
  const forget = useCallback(() => {
    keep(key, undefined);
    setDraft({ text: start, base: version });
  }, [key, start, version]);
  return { text: draft.text, base: draft.base, isChanged: draft.text !== start, change, forget };
}
