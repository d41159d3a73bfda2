import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { vocabulariesQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { remember, remembered } from "./remembered";

const NONE: Vocabulary[] = [];
const DEFAULT = "journey";

interface InUse {
  /** The name of the current vocabulary. */
  name: string;
  /** The vocabulary, once it is known. */
  vocabulary: Vocabulary | undefined;
  vocabularies: Vocabulary[];
  choose: (name: string) => void;
}

/** The vocabulary of the whole page: the one in the address, else the one chosen last. */
export function useVocabulary(): InUse {
  const asked = useSearch({ strict: false, select: (search) => search.vocabulary });
  const navigate = useNavigate();
  const { data: vocabularies = NONE } = useQuery(vocabulariesQuery);
  const wanted = asked ?? remembered("vocabulary", DEFAULT);
  const vocabulary = vocabularies.find((one) => one.name === wanted) ?? vocabularies[0];
  const choose = useCallback(
    (name: string) => {
      remember("vocabulary", name);
      void navigate({ to: ".", search: (before) => ({ ...before, vocabulary: name }), replace: true });
    },
    [navigate],
  );
  return { name: vocabulary?.name ?? wanted, vocabulary, vocabularies, choose };
}
