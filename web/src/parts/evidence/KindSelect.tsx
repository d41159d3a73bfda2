import { Select } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { Family, Kind } from "@/api/wire";
import { t } from "@/messages/messages";
import { familyTitle, kindTitle } from "./titles";

/** Corrections are made at the piece that they correct. */
const ELSEWHERE = "correction";

interface Props {
  kinds: Kind[];
  family: Family | undefined;
  value: string | null;
  error: string | undefined;
  choose: (kind: string) => void;
}

function grouped(kinds: Kind[], first: Family | undefined) {
  const families = [...new Set(kinds.map((kind) => kind.family))].filter((family) => family !== ELSEWHERE);
  const ordered = first ? [first, ...families.filter((family) => family !== first)] : families;
  return ordered.map((family) => ({
    group: familyTitle(family),
    items: kinds.filter((kind) => kind.family === family).map(({ name }) => ({ value: name, label: kindTitle(name) })),
  }));
}

/** What happened: every kind, family by family, found by typing. */
export function KindSelect({ kinds, family, value, error, choose }: Props) {
  const [search, setSearch] = useState("");
  // The list marks its first option a moment after a letter was typed; whoever types a whole title and presses Enter
  // within that moment means it all the same.
  const chooseTyped = (event: KeyboardEvent) => {
    const typed = search.trim().toLowerCase();
    const named = kinds.find((kind) => kind.family !== ELSEWHERE && kindTitle(kind.name).toLowerCase() === typed);
    if (event.key === "Enter" && named && named.name !== value) {
      event.preventDefault();
      choose(named.name);
    }
  };
  return (
    <Select
      label={t("record.kind")}
      placeholder={t("record.kind.choose")}
      data={grouped(kinds, family)}
      value={value}
      error={error}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      onKeyDown={chooseTyped}
      selectFirstOptionOnChange
      onFocus={(event) => event.currentTarget.select()}
      openOnFocus={value === null}
      allowDeselect={false}
      nothingFoundMessage={t("record.kind.none")}
      data-autofocus
      onChange={(kind) => kind && choose(kind)}
    />
  );
}
