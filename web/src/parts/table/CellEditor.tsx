import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Problem } from "@/api/problem";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import classes from "./Grid.module.css";

interface Props {
  label: string;
  text: string;
  check: ((text: string) => string | undefined) | undefined;
  /** Called once, with the new text or with nothing if it was left. */
  done: (text: string | undefined) => void;
}

const mistakeIn = (label: string, mistake: string) =>
  new Problem({ status: 0, code: "mistake", title: t("table.mistake", { column: label }), detail: `${mistake} ${t("table.mistake.escape")}` });

/** A text field in place of a cell: Enter keeps, Escape leaves, blur keeps. Invalid text stays, with the problem. */
export function CellEditor({ label, text, check, done }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  function finish(next: string | undefined) {
    if (isDone.current) return;
    const mistake = next === undefined || next === text ? undefined : check?.(next);
    if (mistake !== undefined) {
      if (next !== refused) toastProblem(mistakeIn(label, mistake));
      setRefused(next);
      return;
    }
    isDone.current = true;
    done(next === text ? undefined : next);
  }
  function hear(event: KeyboardEvent<HTMLInputElement>) {
    // The keys of the grid are letters here.
    event.stopPropagation();
    if (event.key === "Enter" && !event.nativeEvent.isComposing) finish(event.currentTarget.value);
    if (event.key === "Escape") finish(undefined);
  }
  return (
    <input
      ref={field}
      className={classes.editor}
      aria-label={label}
      aria-invalid={refused !== undefined || undefined}
      defaultValue={text}
      onKeyDown={hear}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  );
}
