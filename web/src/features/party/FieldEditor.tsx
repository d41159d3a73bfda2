import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { CellInput } from "@/parts/table/column";
import { t } from "@/messages/messages";
import type { useFieldEdit } from "./useFieldEdit";
import classes from "./who.module.css";

interface Props {
  title: string;
  edit: NonNullable<ReturnType<typeof useFieldEdit>["edit"]>;
  /** What it is edited with, if that is not a line of text. */
  input: CellInput | undefined;
  /** Multiline, where Enter starts a new line. */
  isLong: boolean;
  write: (text: string) => void;
  leave: () => void;
  save: () => void;
}

/** The field in edit mode: Enter or blur saves, Escape cancels. */
export function FieldEditor({ title, edit, input: wanted, isLong, write, leave, save }: Props) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null);
  const { options, ...typed } = wanted ?? {};
  const isTheirs = edit.theirs !== undefined;
  useEffect(() => {
    input.current?.focus();
    if (input.current && "select" in input.current) input.current.select();
  }, []);
  function hear(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
    const isMeant = !isLong || event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && isMeant && !event.nativeEvent.isComposing) {
      event.preventDefault();
      save();
    }
  }
  const common = {
    ref: input,
    size: "xs",
    "aria-label": title,
    value: edit.text,
    error: edit.error,
    onChange: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
    onKeyDown: hear,
    onBlur: () => !isTheirs && save(),
  };
  const readOnly = edit.busy ?? false;
  return (
    <div className={classes.editor}>
      {options ? (
        <NativeSelect {...common} data={options} disabled={readOnly} />
      ) : isLong ? (
        <Textarea {...common} readOnly={readOnly} autosize minRows={3} maxRows={12} />
      ) : (
        <TextInput {...common} {...typed} readOnly={readOnly} />
      )}
      {isTheirs && (
        <div className={classes.theirs} role="alert">
          <p>{edit.theirs ? t("party.field.theirs", { value: edit.theirs }) : t("party.field.theirs.empty")}</p>
          <div className={classes.choices}>
            <Button size="compact-sm" variant="default" onClick={leave}>
              {t("party.field.keepTheirs")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={save}>
              {t("party.field.saveMine")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
