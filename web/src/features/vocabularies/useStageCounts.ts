import { useQuery } from "@tanstack/react-query";
import { stageCountsQuery } from "@/api/vocabularies";
import type { PartyKind } from "@/api/wire";

/** Who is counted: people, organizations, or both. */
export type Counted = PartyKind | "everybody";

/** How many are in a stage of a vocabulary; undefined while that is not known. */
export type CountOf = (counted: Counted, vocabulary: string, stage: string | null) => number | undefined;

/** The present numbers of people and organizations in the stages of some vocabularies. */
export function useStageCounts(names: string[]): { countOf: CountOf; error: Error | null; again: () => void } {
  const person = useQuery(stageCountsQuery("person", names));
  const organization = useQuery(stageCountsQuery("organization", names));
  const facets = { person: person.data, organization: organization.data };
  const countOf: CountOf = (counted, vocabulary, stage) => {
    if (counted === "everybody") {
      const [people, organizations] = [countOf("person", vocabulary, stage), countOf("organization", vocabulary, stage)];
      return people === undefined || organizations === undefined ? undefined : people + organizations;
    }
    const facet = facets[counted]?.find((one) => one.field === `stage.${vocabulary}`);
    return facet && (facet.counts.find((one) => one.value === stage)?.count ?? 0);
  };
  const again = () => void Promise.all([person.refetch(), organization.refetch()]);
  return { countOf, error: person.error ?? organization.error, again };
}
