import { MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FieldValue, PartyKind, RecordField } from "@/api/wire";
import { typingOfKind } from "../fields/cells";
import { RecordSelect } from "../fields/RecordSelect";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";
import { PartyValue } from "./PartyValue";

interface Props {
  field: RecordField;
  value: unknown;
  change: (value: unknown) => void;
}

/** What a field is tested against. */
export function ValueEditor({ field, value, change }: Props) {
  const { kind, title } = field;
  if (kind === "choice") {
    const chosen = value as string[];
    return (
      <MultiSelect
        size="xs"
        className={classes.grow}
        aria-label={title}
        placeholder={chosen.length > 0 ? undefined : t("filter.choose")}
        comboboxProps={{ withinPortal: false }}
        data={(field.choices ?? []).map((one) => ({ value: one.name, label: one.title }))}
        value={chosen}
        onChange={change}
      />
    );
  }
  if (kind === "yes_no") {
    return (
      <NativeSelect
        size="xs"
        aria-label={title}
        value={String(value)}
        data={[true, false].map((one) => ({ value: String(one), label: t(one ? "value.yes" : "value.no") }))}
        onChange={(event) => change(event.currentTarget.value === "true")}
      />
    );
  }
  if (kind === "party") {
    const of = field.of ? { kind: field.of as PartyKind } : {};
    return <PartyValue label={title} {...of} id={String(value ?? "")} change={(id) => change(id || null)} />;
  }
  if (kind === "record") {
    return <RecordSelect field={field} label={title} isInline className={classes.grow ?? ""} id={String(value ?? "")} choose={(id) => change(id || null)} />;
  }
  return <TypedValue field={field} value={value as FieldValue} change={change} />;
}

/** A value that is typed; what cannot be read yet is not asked for. */
function TypedValue({ field, value, change }: Props & { value: FieldValue }) {
  const isDay = field.kind === "date" || field.kind === "instant";
  const typing = typingOfKind(isDay ? "date" : field.kind);
  const [text, setText] = useState(() => (value === null || value === "" ? "" : typing.write(isDay ? String(value).slice(0, 10) : value)));
  const isReadable = text.trim() === "" || typing.read(text.trim(), null) !== undefined;
  function put(typed: string) {
    setText(typed);
    change(typed.trim() === "" ? null : (typing.read(typed.trim(), null) ?? null));
  }
  return (
    <TextInput
      size="xs"
      className={classes.grow}
      aria-label={field.title}
      type={isDay ? "date" : "text"}
      {...(typing.input?.inputMode && { inputMode: typing.input.inputMode })}
      placeholder={typing.hint?.()}
      error={isReadable ? undefined : typing.mistake?.()}
      value={text}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}
