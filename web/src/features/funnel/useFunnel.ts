import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { type FunnelOptions, funnelQuery, groupsQuery } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { useVocabulary } from "@/shell/useVocabulary";
import { askedOf, isTurned } from "./asked";
import { today } from "./period";
import type { FunnelSearch } from "./search";

const NOTHING: FunnelOptions = { vocabulary: "" };

/** The address of the funnel, and how to change it. */
export function useFunnelSearch() {
  const search = useSearch({ from: "/funnel" });
  const navigate = useNavigate();
  const set = useCallback(
    (change: Partial<FunnelSearch>) =>
      void navigate({ to: "/funnel", search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  return { search, set };
}

/** The funnels that the address asks for. The previous numbers stay until the new ones are loaded. */
export function useFunnel(search: FunnelSearch, vocabulary: Vocabulary | undefined) {
  const { vocabularies } = useVocabulary();
  const asked = vocabulary && askedOf(search, vocabulary, today());
  const isAsked = asked !== undefined && !isTurned(asked.main);
  const other = asked?.other && !isTurned(asked.other) ? asked.other : undefined;
  const main = useQuery({ ...funnelQuery(asked?.main ?? NOTHING), enabled: isAsked });
  const compared = useQuery({ ...funnelQuery(other ?? NOTHING), enabled: other !== undefined });
  const groups = useQuery({ ...groupsQuery(asked?.main ?? NOTHING, search.by ?? ""), enabled: isAsked && search.by !== undefined });
  const vocabularyOf = (name: string | undefined) => vocabularies.find((one) => one.name === name);
  return {
    asked: asked && { main: asked.main, other },
    funnel: main.data,
    /** The vocabulary of the numbers that are shown, which may still be those of the one before. */
    vocabulary: vocabularyOf(main.data?.vocabulary),
    // While another vocabulary loads, the two must not be mixed.
    other: other && compared.data?.vocabulary === main.data?.vocabulary ? compared.data : undefined,
    groups: search.by && groups.data?.vocabulary === main.data?.vocabulary ? groups.data : undefined,
    error: main.error ?? (other ? compared.error : null) ?? (search.by ? groups.error : null),
    isOld: main.isPlaceholderData || (other !== undefined && compared.isPlaceholderData),
    again: () => void Promise.all([main.refetch(), other && compared.refetch(), search.by && groups.refetch()]),
  };
}

export type Funnels = ReturnType<typeof useFunnel>;
