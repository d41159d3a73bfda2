import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Problem } from "@/api/problem";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import type { CellInput } from "./column";
import classes from "./Grid.module.css";

interface Props {
  label: string;
  text: string;
  input: CellInput | undefined;
  check: ((text: string) => string | undefined) | undefined;
  /** Called once, with the new text or with nothing if it was left. */
  done: (text: string | undefined) => void;
}

type Field = HTMLInputElement | HTMLSelectElement;

const mistakeIn = (label: string, mistake: string) =>
  new Problem({ status: 0, code: "mistake", title: t("table.mistake", { column: label }), detail: `${mistake} ${t("table.mistake.escape")}` });

/** A field in place of a cell: Enter keeps, Escape leaves, blur keeps. Invalid text stays, with the problem. */
export function CellEditor({ label, text, input, check, done }: Props) {
  const field = useRef<Field>(null);
  const isDone = useRef(false);
  const [refused, setRefused] = useState<string>();
  useEffect(() => {
    field.current?.focus();
    if (field.current instanceof HTMLInputElement) field.current.select();
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
  function hear(event: KeyboardEvent<Field>) {
    // The keys of the grid are letters here.
    event.stopPropagation();
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      // Nor does it open the choices, among which letters and arrows move.
      event.preventDefault();
      finish(event.currentTarget.value);
    }
    if (event.key === "Escape") finish(undefined);
  }
  const common = {
    className: classes.editor,
    "aria-label": label,
    "aria-invalid": refused !== undefined || undefined,
    defaultValue: text,
    onKeyDown: hear,
    onBlur: (event: { currentTarget: Field }) => finish(event.currentTarget.value),
  };
  const { options, ...rest } = input ?? {};
  if (!options) return <input ref={(box) => void (field.current = box)} {...common} {...rest} />;
  return (
    <select ref={(box) => void (field.current = box)} {...common}>
      {options.map(({ value, label: title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
