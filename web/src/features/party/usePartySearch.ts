import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { PartySearch } from "./routes";

/** What the address of the page says, and a way to say something else; the page stays where it is scrolled to. */
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
