import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PartyRequest } from "@/api/parties";
import type { PartyKind } from "@/api/wire";
import { useSame } from "@/parts/useSame";
import { type ListSearch, listRequest, SORT } from "./search";

const PATHS = { person: "/people", organization: "/organizations", all: "/parties" } as const;

/** The list of a kind, or of both, with the parameters of its address. */
export function useList(kind: PartyKind | undefined) {
  const path = PATHS[kind ?? "all"];
  const search = useSearch({ from: path });
  const navigate = useNavigate();
  const set = useCallback(
    (change: Partial<ListSearch>) =>
      void navigate({ to: path, search: (before) => ({ ...(before as ListSearch), ...change }), replace: true }),
    [navigate, path],
  );
  const request = useSame<PartyRequest>(listRequest(kind, search));
  return { search, set, request, sort: request.sort ?? SORT };
}
