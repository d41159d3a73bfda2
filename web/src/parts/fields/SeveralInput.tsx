import { ActionIcon, Button, Group, Input, Stack } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import type { RecordField } from "@/api/wire";
import { t } from "@/messages/messages";

interface Props {
  field: RecordField;
  values: unknown[];
  error: string | undefined;
  change: (values: unknown[] | null) => void;
  /** The input for one of the values. */
  input: (title: string, value: unknown, change: (value: unknown) => void) => ReactNode;
}

interface Row {
  key: number;
  value: unknown;
}

/** An address stands in its entry, with a label perhaps. */
const isEntry = (one: unknown): one is { value: unknown } => typeof one === "object" && one !== null && "value" in one;
const valueOf = (one: unknown) => (isEntry(one) ? one.value : one);

/** An input for each of several values that are more than a word, and one more on request. */
export function SeveralInput({ field, values, error, change, input }: Props) {
  const next = useRef(values.length);
  const [rows, setRows] = useState<Row[]>(() => values.map((value, key) => ({ key, value })));
  function put(all: Row[]) {
    setRows(all);
    const filled = all.flatMap(({ value }) => (valueOf(value) === null ? [] : [value]));
    change(filled.length > 0 ? filled : null);
  }
  const changed = (row: Row, value: unknown): Row => ({ ...row, value: isEntry(row.value) && value !== null ? { ...row.value, value } : value });
  return (
    <Input.Wrapper label={field.title} description={field.help || undefined} required={field.required} error={error} labelElement="div">
      <Stack gap="xs">
        {rows.map((row, place) => (
          <Group key={row.key} gap="xs" wrap="nowrap" align="flex-end">
            <div style={{ flex: 1 }}>
              {input(`${field.title} ${place + 1}`, valueOf(row.value), (value) => put(rows.map((one) => (one.key === row.key ? changed(one, value) : one))))}
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`${t("value.party.remove")}: ${field.title} ${place + 1}`}
              onClick={() => put(rows.filter((one) => one.key !== row.key))}
            >
              <X size={14} aria-hidden="true" />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={`${t("value.party.add")}: ${field.title}`}
          leftSection={<Plus size={14} aria-hidden="true" />}
          onClick={() => setRows([...rows, { key: next.current++, value: null }])}
        >
          {t("value.party.add")}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
