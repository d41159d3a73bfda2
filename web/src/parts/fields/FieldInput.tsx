import { Checkbox, Fieldset, Group, MultiSelect, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { RecordField } from "@/api/wire";
import type { Taking } from "../recordFields";
import { t } from "@/messages/messages";
import { MoneyInput } from "./MoneyInput";
import { PartiesInput } from "./PartiesInput";
import { RecordsInput } from "./RecordsInput";
import { SeveralInput } from "./SeveralInput";
import { ADDRESS, type Address, instantOf, localOf, minutesOf } from "./values";

interface Props {
  field: RecordField;
  value: unknown;
  error: string | undefined;
  change: (value: unknown) => void;
}

const TYPES: Partial<Record<RecordField["kind"], string>> = { email: "email", phone: "tel", url: "url", date: "date" };

/** Kinds whose values are more than a word. */
const IN_PARTS = new Set<RecordField["kind"]>(["money", "date", "instant", "duration", "address"]);

const isLabelled = (one: unknown): one is { value: unknown } => typeof one === "object" && one !== null && "value" in one;
const listOf = (value: unknown) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** The input for a field, by its kind. */
export function FieldInput({ field, value, error, change }: Props) {
  const common = { label: field.title, description: field.help || undefined, required: field.required, error };
  const single = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  const put = (text: string) => change(text === "" ? null : text);
  if (field.kind === "party") {
    return <PartiesInput field={field} value={listOf(value) as Taking[]} error={error} change={change} />;
  }
  if (field.kind === "record") {
    const putIds = (ids: string[]) => change(ids.length === 0 ? null : field.multiple ? ids : ids[0]);
    return <RecordsInput field={field} ids={listOf(value) as string[]} error={error} change={putIds} />;
  }
  if (field.kind === "choice") {
    const data = (field.choices ?? []).map(({ name, title }) => ({ value: name, label: title }));
    return field.multiple ? (
      <MultiSelect {...common} data={data} value={listOf(value) as string[]} clearable searchable onChange={(all) => change(all.length > 0 ? all : null)} />
    ) : (
      <Select {...common} data={data} value={single || null} clearable searchable={data.length > 8} onChange={change} />
    );
  }
  if (field.multiple && IN_PARTS.has(field.kind)) {
    const input = (title: string, one: unknown, changeOne: (value: unknown) => void) => (
      <FieldInput field={{ ...field, title, help: "", multiple: false, required: false }} value={one} error={undefined} change={changeOne} />
    );
    return <SeveralInput field={field} values={listOf(value)} error={error} change={change} input={input} />;
  }
  if (field.multiple) {
    const all: unknown[] = listOf(value);
    const textOf = (one: unknown) => String(isLabelled(one) ? one.value : one);
    // What stays keeps its label.
    const known = (text: string) => all.find((one) => textOf(one) === text) ?? text;
    return <TagsInput {...common} value={all.map(textOf)} onChange={(given) => change(given.length > 0 ? given.map(known) : null)} />;
  }
  switch (field.kind) {
    case "yes_no":
      return (
        <Checkbox
          label={field.title}
          description={field.help || undefined}
          error={error}
          checked={value === true}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      );
    case "long_text":
      return <Textarea {...common} autosize minRows={3} maxRows={12} value={single} onChange={(event) => put(event.currentTarget.value)} />;
    case "money":
      return <MoneyInput field={field} value={value} error={error} change={change} />;
    case "duration":
      return (
        <TextInput
          {...common}
          label={`${field.title} (${t("value.minutes")})`}
          inputMode="numeric"
          value={single === "" ? "" : String(minutesOf(single))}
          onChange={(event) => put(event.currentTarget.value.trim() === "" ? "" : `PT${event.currentTarget.value.trim()}M`)}
        />
      );
    case "instant":
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={localOf(value)}
          onChange={(event) => put(event.currentTarget.value && instantOf(event.currentTarget.value))}
        />
      );
    case "address":
      return <AddressInput field={field} value={(value ?? {}) as Address} error={error} change={change} />;
    default:
      return (
        <TextInput
          {...common}
          type={TYPES[field.kind] ?? "text"}
          inputMode={field.kind === "number" ? "decimal" : undefined}
          value={single}
          onChange={(event) => put(event.currentTarget.value)}
        />
      );
  }
}

interface AddressProps {
  field: RecordField;
  value: Address;
  error: string | undefined;
  change: (value: unknown) => void;
}

function AddressInput({ field, value, error, change }: AddressProps) {
  function put(part: (typeof ADDRESS)[number], text: string) {
    const next = { ...value, [part]: text };
    const filled = Object.entries(next).filter(([, one]) => one !== "");
    change(filled.length > 0 ? Object.fromEntries(filled) : null);
  }
  return (
    <Fieldset legend={field.title} variant="filled">
      <Group gap="xs" grow preventGrowOverflow={false}>
        {ADDRESS.map((part) => (
          <TextInput
            key={part}
            label={t(`value.address.${part}`)}
            value={value[part] ?? ""}
            error={part === "street" ? error : undefined}
            onChange={(event) => put(part, event.currentTarget.value)}
          />
        ))}
      </Group>
    </Fieldset>
  );
}
