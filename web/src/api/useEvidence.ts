import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { evidenceQuery } from "./party";

/** The evidence of a party as far as it is loaded, in the order in which it counts; older pieces are loaded when they are asked for. */
export function useEvidence(party: string, enabled = true) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({ ...evidenceQuery(party), enabled });
  const evidence = useMemo(() => data?.pages.flatMap((page) => page.items).toReversed(), [data]);
  return {
    evidence,
    error,
    again: () => void refetch(),
    hasOlder: hasNextPage,
    loadOlder: () => void fetchNextPage(),
    isLoadingOlder: isFetchingNextPage,
  };
}
