import { useSearch } from "@tanstack/react-router";
import { useVocabulary } from "./useVocabulary";

/** The name in the address that no active vocabulary has; undefined until they are known. */
export function useUnknownVocabulary(): string | undefined {
  const asked = useSearch({ strict: false, select: (search) => search.vocabulary });
  const { vocabularies } = useVocabulary();
  const isUnknown = vocabularies.length > 0 && !vocabularies.some((one) => one.name === asked);
  return isUnknown ? asked : undefined;
}
