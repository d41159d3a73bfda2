import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PartySearch } from "./routes";

/** The search parameters of the page, and a function to change them without scrolling. */
export function usePartySearch() {
  const search = useSearch({ from: "/parties/$id" });
  const navigate = useNavigate();
  const set = useCallback(
    (change: { [Name in keyof PartySearch]: PartySearch[Name] | undefined }) =>
      void navigate({ to: ".", search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  return { search, set };
}
