import { useCallback, useState } from "react";
import { remember, remembered } from "@/shell/remembered";

/** Edited mappings, by file; only this browser has them until the import starts. */
type Drafts = Record<string, string>;

const KEY = "imports.drafts";
const MOST = 12;

function keep(upload: string, text: string | undefined) {
  const { [upload]: _, ...others } = remembered<Drafts>(KEY, {});
  const rest = Object.entries(others).slice(-MOST);
  remember(KEY, Object.fromEntries(text === undefined ? rest : [...rest, [upload, text]]));
}

/** The edited mapping of a file; undefined as long as it is the guess. */
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
