import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { vocabulariesQuery } from "@/api/vocabularies";
import { describe } from "./describe";
import { FilterButton } from "./FilterButton";
import type { Filter } from "./filter";

const PartyFilterBuilder = lazy(() => import("./PartyFilterBuilder"));

interface Props {
  filter: Filter | undefined;
  setFilter: (filter: Filter | undefined) => void;
}

/** The filter of a list of parties. */
export function PartyFilterButton(props: Props) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  return <FilterButton {...props} say={(filter) => describe(filter, vocabularies)} Builder={PartyFilterBuilder} />;
}
