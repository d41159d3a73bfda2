import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import type { RecordField } from "@/api/wire";
import { t } from "@/messages/messages";
import { type Amount, majorOf, minorOf } from "./values";

interface Props {
  field: RecordField;
  value: unknown;
  error: string | undefined;
  change: (value: unknown) => void;
}

const isAmount = (value: unknown): value is Amount => typeof value === "object" && value !== null && "minor" in value;

/** The amount and the currency of a field; what is no amount is sent as it was typed, and refused at its place. */
export function MoneyInput({ field, value, error, change }: Props) {
  const known = isAmount(value) ? value : undefined;
  const [text, setText] = useState(known ? majorOf(known) : "");
  const [currency, setCurrency] = useState(known?.currency ?? "EUR");
  function put(nextText: string, nextCurrency: string) {
    setText(nextText);
    setCurrency(nextCurrency);
    if (nextText.trim() === "") return change(null);
    const minor = minorOf(nextText, nextCurrency);
    change(minor === undefined ? nextText : { minor, currency: nextCurrency });
  }
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <TextInput
        label={field.title}
        description={field.help || undefined}
        required={field.required}
        error={error}
        inputMode="decimal"
        style={{ flex: 1 }}
        value={text}
        onChange={(event) => put(event.currentTarget.value, currency)}
      />
      <TextInput
        label={t("value.currency")}
        aria-label={`${field.title}: ${t("value.currency")}`}
        maxLength={3}
        w={90}
        value={currency}
        onChange={(event) => put(text, event.currentTarget.value.toUpperCase())}
      />
    </Group>
  );
}
