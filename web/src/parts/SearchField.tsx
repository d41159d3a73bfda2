import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcuts } from "@/shell/shortcuts";

const TYPING_MS = 150;

interface Props {
  label: string;
  className: string | undefined;
  /** What is searched for now. */
  value: string | undefined;
  /** Called soon after the last key, without spaces around; undefined to search for nothing. */
  ask: (words: string | undefined) => void;
}

/** The search of a list: reached by `/`, emptied by Escape. */
export function SearchField({ label, className, value, ask }: Props) {
  const [text, setText] = useState(value ?? "");
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(value);
  const askSoon = useDebouncedCallback((words: string) => {
    asked.current = words.trim() || undefined;
    ask(asked.current);
  }, TYPING_MS);
  useShortcuts({ "/": () => field.current?.focus() });
  // Going back, or clearing from elsewhere: what was typed just before must not be asked after it.
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
