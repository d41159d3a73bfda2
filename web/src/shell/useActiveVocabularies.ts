import { useMemo } from "react";
import type { Vocabulary } from "@/api/wire";
import { useVocabulary } from "./useVocabulary";

/** The active vocabularies, the current one first. */
export function useActiveVocabularies(): Vocabulary[] {
  const { name, vocabularies } = useVocabulary();
  return useMemo(() => vocabularies.toSorted((a, b) => Number(b.name === name) - Number(a.name === name)), [name, vocabularies]);
}
