import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { namesQuery } from "@/api/party";
import { useEvidence } from "@/api/useEvidence";
import { kindsQuery } from "@/api/vocabularies";
import type { Evidence, Kind, WholeParty } from "@/api/wire";
import { kindTitle } from "@/parts/evidence/titles";
import { familiesIn, fitting, threadsOf } from "./timeline";
import { usePartySearch } from "./usePartySearch";

const NO_KINDS: Kind[] = [];
const NO_EVIDENCE: Evidence[] = [];
const NO_NAMES = new Map<string, string>();

/** The timeline of a party with the filters of the address. */
export function useTimeline(party: WholeParty) {
  const { search } = usePartySearch();
  const { data: kinds = NO_KINDS } = useQuery(kindsQuery);
  const { evidence: loaded, error, again, hasOlder, loadOlder, isLoadingOlder } = useEvidence(party.id);
  const evidence = loaded ?? NO_EVIDENCE;
  const others = useMemo(() => {
    const ids = evidence.flatMap((piece) => piece.participants.map((one) => one.party));
    return [...new Set(ids)].filter((id) => id !== party.id).sort();
  }, [evidence, party.id]);
  const { data: names = NO_NAMES } = useQuery(namesQuery(others));
  const threads = useMemo(() => threadsOf(evidence, kinds, hasOlder), [evidence, kinds, hasOlder]);
  const families = search.family?.split(",") ?? [];
  const nameOf = (id: string) => (id === party.id ? party.name : (names.get(id) ?? id));
  const words = (word: string) => (word.includes("_") && names.has(word) ? nameOf(word) : kindTitle(word));
  return {
    isLoading: !loaded && !error,
    error,
    again,
    hasOlder,
    loadOlder,
    isLoadingOlder,
    all: threads,
    families: familiesIn(threads, kinds),
    shown: fitting(threads, families, search.q ?? "", words),
    nameOf,
  };
}
