import { ActionIcon, Button, Group, Input, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { partyQuery } from "@/api/parties";
import type { Party, RecordField } from "@/api/wire";
import { PartySelect } from "../PartySelect";
import type { Taking } from "../recordFields";
import { TextLink } from "../TextLink";
import { t } from "@/messages/messages";

interface Props {
  field: RecordField;
  value: Taking[];
  error: string | undefined;
  change: (value: unknown) => void;
}

/** The parties of a field with their roles. */
export function PartiesInput({ field, value, error, change }: Props) {
  const [isAdding, setAdding] = useState(value.length === 0);
  const put = (all: Taking[]) => change(all.length > 0 ? all : null);
  const canAdd = field.multiple || value.length === 0;
  return (
    <Input.Wrapper label={field.title} description={field.help || undefined} required={field.required} error={error} labelElement="div">
      <Stack gap="xs">
        {value.map((one, place) => (
          <OneParty
            key={`${one.party} ${one.role ?? ""}`}
            field={field}
            one={one}
            change={(next) => put(value.map((old, at) => (at === place ? next : old)))}
            remove={() => put(value.filter((_, at) => at !== place))}
          />
        ))}
        {canAdd && isAdding && (
          <PartySelect
            label={t("value.party.add")}
            {...(field.of && { kind: field.of as Party["kind"] })}
            without={value.map((one) => one.party)}
            chosen={null}
            choose={(party) => {
              if (!party) return;
              put([...value, { party: party.id }]);
              setAdding(false);
            }}
          />
        )}
        {canAdd && !isAdding && (
          <Button variant="subtle" size="compact-sm" leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
            {t("value.party.add")}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

interface OneProps {
  field: RecordField;
  one: Taking;
  change: (next: Taking) => void;
  remove: () => void;
}

function OneParty({ field, one, change, remove }: OneProps) {
  const { data: party } = useQuery(partyQuery(one.party));
  const roles = (field.roles ?? []).map(({ name, title }) => ({ value: name, label: title }));
  const name = party?.name ?? one.party;
  return (
    <Group gap="xs" wrap="nowrap">
      <span style={{ flex: 1 }}>
        <TextLink to="/parties/$id" params={{ id: one.party }}>
          {name}
        </TextLink>
      </span>
      {roles.length > 0 && (
        <Select
          aria-label={`${name}: ${t("value.role")}`}
          size="xs"
          w={140}
          data={roles}
          value={one.role ?? roles[0]?.value ?? null}
          allowDeselect={false}
          onChange={(role) => role && change({ ...one, role })}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={`${t("value.party.remove")}: ${name}`} onClick={remove}>
        <X size={14} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}
