import { useCallback, useState } from "react";
import { remember, remembered } from "@/shell/remembered";

/** Mappings as they were corrected, by the file; only this browser has them until the import begins. */
type Drafts = Record<string, string>;

const KEY = "imports.drafts";
const MOST = 12;

function keep(upload: string, text: string | undefined) {
  const { [upload]: _, ...others } = remembered<Drafts>(KEY, {});
  const rest = Object.entries(others).slice(-MOST);
  remember(KEY, Object.fromEntries(text === undefined ? rest : [...rest, [upload, text]]));
}

/** The corrected mapping of a file; undefined as long as it is as it was guessed. */
export function useDraft(upload: string): [string | undefined, (text: string | undefined) => void] {
  const [text, setText] = useState(() => remembered<Drafts>(KEY, {})[upload]);
  const change = useCallback(
    (next: string | undefined) => {
      keep(upload, next);
      setText(next);
    },
    [upload],
  );
  return [text, change];
}
