import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { type Day, isDay } from "./period";

interface Props {
  label: string;
  day: Day | undefined;
  change: (day: Day | undefined) => void;
  error?: string | undefined;
}

/** Years that are still being typed begin with zeros. */
const EARLIEST = "1900-01-01";

/** A day; passed on when it is complete, or cleared. */
export function DayField({ label, day, change, error }: Props) {
  const [text, setText] = useState(day ?? "");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(day ?? "");
  }, [day]);
  return (
    <TextInput
      ref={field}
      type="date"
      size="xs"
      label={label}
      value={text}
      error={error}
      min={EARLIEST}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        if (next === "") change(undefined);
        else if (isDay(next) && next >= EARLIEST) change(next);
      }}
    />
  );
}
