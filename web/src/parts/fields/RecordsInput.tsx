import { ActionIcon, Group, Input, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { recordNameQuery } from "@/api/recordNames";
import { typesQuery } from "@/api/records";
import type { RecordField } from "@/api/wire";
import { t } from "@/messages/messages";
import { RecordSelect } from "./RecordSelect";

interface Props {
  field: RecordField;
  ids: string[];
  error: string | undefined;
  change: (ids: string[]) => void;
}

/** The records of a field, found by typing. */
export function RecordsInput({ field, ids, error, change }: Props) {
  return (
    <Input.Wrapper label={field.title} description={field.help || undefined} required={field.required} error={error} labelElement="div">
      <Stack gap="xs">
        {ids.map((id) => (
          <OneRecord key={id} field={field} id={id} remove={() => change(ids.filter((one) => one !== id))} />
        ))}
        {(field.multiple || ids.length === 0) && (
          // Another one for each, so that it begins empty.
          <RecordSelect key={ids.length} field={field} label={field.title} id="" without={ids} choose={(id) => id && change([...ids, id])} />
        )}
      </Stack>
    </Input.Wrapper>
  );
}

function OneRecord({ field, id, remove }: { field: RecordField; id: string; remove: () => void }) {
  const { data: types } = useQuery(typesQuery);
  const plural = types?.find((one) => field.types?.includes(one.name))?.plural ?? "";
  const { data } = useQuery({ ...recordNameQuery(plural, id), enabled: plural !== "" });
  const name = data ?? id;
  return (
    <Group gap="xs" wrap="nowrap">
      <span style={{ flex: 1 }}>{name}</span>
      <ActionIcon variant="subtle" color="gray" aria-label={`${t("value.party.remove")}: ${name}`} onClick={remove}>
        <X size={14} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}
