import { useMemo } from "react";
import type { Party, PartyKind, Vocabulary } from "@/api/wire";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import { type Columns, useColumns } from "@/parts/table/useColumns";
import { partyColumns, STANDARD } from "./columns";

/** The columns of a list of people, organizations or both, as this browser remembers them. */
export function usePartyColumns(kind: PartyKind | undefined, vocabulary: Vocabulary | undefined, name: string): Columns<Party> {
  const own = useOwnFields(kind);
  const all = useMemo(() => partyColumns(vocabulary, name, own), [vocabulary, name, own]);
  return useColumns(kind ?? "everybody", all, STANDARD[kind ?? "everybody"]);
}
