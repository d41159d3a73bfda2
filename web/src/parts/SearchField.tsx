import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcuts } from "@/shell/shortcuts";

const TYPING_MS = 150;

interface Props {
  label: string;
  className: string | undefined;
  /** The current search text. */
  value: string | undefined;
  /** Called soon after the last key, with trimmed text; undefined for an empty search. */
  ask: (words: string | undefined) => void;
}

/** The search of a list: focused by `/`, cleared by Escape. */
export function SearchField({ label, className, value, ask }: Props) {
  const [text, setText] = useState(value ?? "");
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(value);
  const askSoon = useDebouncedCallback((words: string) => {
    asked.current = words.trim() || undefined;
    ask(asked.current);
  }, TYPING_MS);
  useShortcuts({ "/": () => field.current?.focus() });
  // Going back, or clearing from elsewhere: pending input must not be searched for afterwards.
  useEffect(() => {
    if (value === asked.current || document.activeElement === field.current) return;
    askSoon.cancel();
    asked.current = value;
    setText(value ?? "");
  }, [value, askSoon]);
  function type(words: string) {
    setText(words);
    askSoon(words);
  }
  return (
    <TextInput
      ref={field}
      type="search"
      size="xs"
      className={className}
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={14} aria-hidden="true" />}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && text !== "") type("");
      }}
    />
  );
}
