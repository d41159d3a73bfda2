import { useQuery } from "@tanstack/react-query";
import { typesQuery } from "@/api/records";
import { vocabulariesQuery } from "@/api/vocabularies";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import { describe } from "@/parts/filter/describe";
import type { Describe } from "@/parts/filter/records/say";

/** What conditions on parties are in words. */
export function useDescribeParties(): Describe {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const { data: types = [] } = useQuery(typesQuery);
  const own = useOwnFields(undefined);
  return (filter) => describe(filter, { vocabularies, own, types });
}
