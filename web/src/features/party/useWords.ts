import { useMemo } from "react";
import type { Vocabulary } from "@/api/wire";
import { useVocabulary } from "@/shell/useVocabulary";

/** The vocabularies in use, the one of the whole page first. */
export function useWords(): Vocabulary[] {
  const { name, vocabularies } = useVocabulary();
  return useMemo(() => vocabularies.toSorted((a, b) => Number(b.name === name) - Number(a.name === name)), [name, vocabularies]);
}
