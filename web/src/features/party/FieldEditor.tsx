import { Button, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { t } from "@/messages/messages";
import type { useFieldEdit } from "./useFieldEdit";
import classes from "./who.module.css";

interface Props {
  title: string;
  edit: NonNullable<ReturnType<typeof useFieldEdit>["edit"]>;
  /** Multiline, where Enter starts a new line. */
  isLong: boolean;
  write: (text: string) => void;
  leave: () => void;
  save: () => void;
}

/** The field in edit mode: Enter or blur saves, Escape cancels. */
export function FieldEditor({ title, edit, isLong, write, leave, save }: Props) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isTheirs = edit.theirs !== undefined;
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
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
    readOnly: edit.busy ?? false,
    onChange: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
    onKeyDown: hear,
    onBlur: () => !isTheirs && save(),
  };
  return (
    <div className={classes.editor}>
      {isLong ? <Textarea {...common} autosize minRows={3} maxRows={12} /> : <TextInput {...common} />}
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
