import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { everyTypeQuery } from "@/api/records";
import type { PartyKind, RecordField } from "@/api/wire";
import { declaredFields, ownFieldsOf } from "./ownFields";

/** The fields that the workspace has declared for a kind of party, or for both, and still offers; none until they are loaded. */
export function useOwnFields(kind: PartyKind | undefined): RecordField[] {
  const { data } = useQuery(everyTypeQuery);
  return useMemo(() => ownFieldsOf(data ?? [], kind), [data, kind]);
}

/** All fields that the workspace has declared for a kind of party, those that are archived too. */
export function useDeclaredFields(kind: PartyKind): RecordField[] {
  const { data } = useQuery(everyTypeQuery);
  return useMemo(() => declaredFields(data ?? [], kind), [data, kind]);
}
