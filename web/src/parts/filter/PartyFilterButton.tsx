import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo } from "react";
import { typesQuery } from "@/api/records";
import { vocabulariesQuery } from "@/api/vocabularies";
import type { PartyKind } from "@/api/wire";
import { useOwnFields } from "../fields/useOwnFields";
import { describe } from "./describe";
import { type BuilderProps, FilterButton } from "./FilterButton";
import type { Filter, Leaf } from "./filter";

const PartyFilterBuilder = lazy(() => import("./PartyFilterBuilder"));

interface Props {
  /** Of whom the list is; both if not given. */
  kind: PartyKind | undefined;
  filter: Filter | undefined;
  setFilter: (filter: Filter | undefined) => void;
}

/** The filter of a list of parties. */
export function PartyFilterButton({ kind, ...rest }: Props) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const { data: types = [] } = useQuery(typesQuery);
  const own = useOwnFields(kind);
  const Builder = useMemo(() => (props: BuilderProps<Leaf>) => <PartyFilterBuilder {...props} kind={kind} />, [kind]);
  return <FilterButton {...rest} say={(filter) => describe(filter, { vocabularies, own, types })} Builder={Builder} />;
}
