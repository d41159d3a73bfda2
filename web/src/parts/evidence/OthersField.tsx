import { Autocomplete, Button, CloseButton, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { namesQuery } from "@/api/party";
import { PartySelect } from "@/parts/PartySelect";
import { t } from "@/messages/messages";
import type { Filled, Other } from "./entry";
import { roleTitle } from "./titles";

const ROLES = ["participant", "attendee", "buyer", "organization", "decision_maker", "referrer"];

interface Props {
  party: string | undefined;
  others: Other[];
  fill: (change: Partial<Filled>) => void;
}

const wordOf = (text: string) => ROLES.find((role) => roleTitle(role) === text) ?? text;

/** The other participants with their roles. */
export function OthersField({ party, others, fill }: Props) {
  const [isAdding, setAdding] = useState(false);
  const put = (next: Other[]) => fill({ others: next });
  // A party whose name is not loaded yet is shown by its id.
  const unnamed = others.filter((one) => one.name === one.party).map((one) => one.party);
  const { data: names } = useQuery({ ...namesQuery(unnamed), enabled: unnamed.length > 0 });
  const nameOf = (one: Other) => names?.get(one.party) ?? one.name;
  const taken = [...(party ? [party] : []), ...others.map((one) => one.party)];
  return (
    <Stack gap="xs">
      {others.map((one, place) => (
        <Group key={one.party} gap="xs" wrap="nowrap" align="flex-end">
          <Autocomplete
            flex={1}
            label={t("record.others.role", { name: nameOf(one) })}
            data={ROLES.map(roleTitle)}
            value={roleTitle(one.role)}
            onChange={(text) => put(others.with(place, { ...one, role: wordOf(text) }))}
          />
          <CloseButton
            size={36}
            aria-label={t("record.others.remove", { name: nameOf(one) })}
            onClick={() => put(others.filter((other) => other.party !== one.party))}
          />
        </Group>
      ))}
      {isAdding ? (
        <PartySelect
          label={t("record.others")}
          placeholder={t("pick.search")}
          without={taken}
          chosen={null}
          choose={(chosen) => {
            if (chosen) put([...others, { party: chosen.id, name: chosen.name, role: chosen.kind === "organization" ? "organization" : "participant" }]);
            setAdding(false);
          }}
        />
      ) : (
        <Group>
          <Button size="compact-sm" variant="subtle" leftSection={<UserPlus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
            {t("record.others.add")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
