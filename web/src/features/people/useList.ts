import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { PartyRequest } from "@/api/parties";
import type { PartyKind } from "@/api/wire";
import { type ListSearch, listRequest, SORT } from "./search";

const PATHS = { person: "/people", organization: "/organizations", all: "/parties" } as const;

/** The list of a kind, or of both, with the parameters of its address. */
export function useList(kind: PartyKind | undefined) {
  const path = PATHS[kind ?? "all"];
  const search = useSearch({ from: path });
  const navigate = useNavigate();
  const set = useCallback(
    (change: Partial<ListSearch>) =>
      void navigate({ to: path, search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate, path],
  );
  // The same request as long as it asks for the same.
  const text = JSON.stringify(listRequest(kind, search));
  const request = useMemo<PartyRequest>(() => JSON.parse(text), [text]);
  return { search, set, request, sort: request.sort ?? SORT };
}
