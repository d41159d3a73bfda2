import "./evidence/messages";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pickQuery } from "@/api/party";
import type { Party, PartyKind } from "@/api/wire";
import { t } from "@/messages/messages";

const TYPING_MS = 150;
const NO_ONE: string[] = [];

interface Props {
  label: string;
  placeholder?: string;
  kind?: PartyKind;
  /** Parties that are not offered. */
  without?: string[];
  chosen: Party | null;
  error?: string | undefined;
  /** In a row of other fields: small, with its label for those who listen only, and its choices inside what it is in. */
  isInline?: boolean;
  /** Has the focus when the dialog opens. */
  isFirst?: boolean;
  choose: (party: Party | null) => void;
}

const aboutOf = (party: Party) => (party.kind === "person" ? (party.company ?? party.email) : (party.city ?? party.website));

/** A person or an organization, found by typing. */
export function PartySelect({ label, placeholder, kind, without = NO_ONE, chosen, error, isInline, isFirst, choose }: Props) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const q = asked === chosen?.name ? "" : asked;
  const { data: found = [] } = useQuery(pickQuery(q, kind));
  const offered = [...found, ...(chosen && !found.some((one) => one.id === chosen.id) ? [chosen] : [])];
  const data = offered.filter((one) => !without.includes(one.id)).map((one) => ({ value: one.id, label: one.name }));
  return (
    <Select
      {...(isInline ? { size: "xs", "aria-label": label, comboboxProps: { withinPortal: false } } : { label })}
      placeholder={placeholder}
      data={data}
      value={chosen?.id ?? null}
      error={error}
      searchable
      openOnFocus={false}
      // The server has matched them, by more than the name.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t("pick.nothing")}
      data-autofocus={isFirst || undefined}
      renderOption={({ option }) => {
        const party = offered.find((one) => one.id === option.value);
        const about = party && aboutOf(party);
        return (
          <span>
            {option.label}
            {about && <span style={{ color: "var(--soft)" }}> · {about}</span>}
          </span>
        );
      }}
      onChange={(id) => choose(offered.find((one) => one.id === id) ?? null)}
    />
  );
}
