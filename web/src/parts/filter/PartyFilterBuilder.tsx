import type { PartyKind } from "@/api/wire";
import { FilterBuilder } from "./FilterBuilder";
import type { BuilderProps } from "./FilterButton";
import type { Leaf } from "./filter";
import { usePartyConditions } from "./usePartyConditions";

interface Props extends BuilderProps<Leaf> {
  kind: PartyKind | undefined;
}

/** The editor of conditions on parties. */
export default function PartyFilterBuilder({ kind, ...rest }: Props) {
  return <FilterBuilder {...rest} conditions={usePartyConditions(kind).conditions} />;
}
