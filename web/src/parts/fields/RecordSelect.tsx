import "@/parts/evidence/messages";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recordNameQuery, recordsFoundQuery } from "@/api/recordNames";
import { typesQuery } from "@/api/records";
import type { RecordField } from "@/api/wire";
import { t } from "@/messages/messages";

interface Props {
  field: RecordField;
  label: string;
  /** The record; empty for none. */
  id: string;
  /** Records that are not offered. */
  without?: string[];
  className?: string;
  /** In a row of other fields: its choices are inside what it is in. */
  isInline?: boolean;
  choose: (id: string) => void;
}

const TYPING_MS = 150;
const NONE: string[] = [];

/** A record of the first type that a field takes, found by typing. */
export function RecordSelect({ field, label, id, without = NONE, className, isInline, choose }: Props) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const { data: types } = useQuery(typesQuery);
  const plural = types?.find((one) => field.types?.includes(one.name))?.plural ?? "";
  const { data: name } = useQuery({ ...recordNameQuery(plural, id), enabled: plural !== "" && id !== "" });
  const { data: found = [] } = useQuery({ ...recordsFoundQuery(plural, asked === name ? "" : asked), enabled: plural !== "" });
  const offered = found.filter((one) => !without.includes(one.id)).map((one) => ({ value: one.id, label: one.name }));
  const isOffered = id === "" || offered.some((one) => one.value === id);
  return (
    <Select
      size={isInline ? "xs" : "sm"}
      className={className}
      aria-label={label}
      placeholder={t("filter.choose")}
      comboboxProps={{ withinPortal: !isInline }}
      data={isOffered ? offered : [...offered, { value: id, label: name ?? id }]}
      value={id || null}
      searchable
      openOnFocus={false}
      // The server has matched them.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t("pick.nothing")}
      onChange={(next) => choose(next ?? "")}
    />
  );
}
