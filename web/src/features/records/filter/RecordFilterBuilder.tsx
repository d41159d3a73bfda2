import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { namesQuery } from "@/api/party";
import type { RecordType } from "@/api/wire";
import { complete as completeParty } from "@/parts/filter/complete";
import type { Conditions } from "@/parts/filter/conditions";
import { FilterBuilder } from "@/parts/filter/FilterBuilder";
import type { BuilderProps } from "@/parts/filter/FilterButton";
import { partiesIn } from "@/parts/filter/records/conditions";
import { recordConditions, recordEditor } from "@/parts/filter/records/recordConditions";
import type { Names } from "@/parts/filter/records/say";
import type { RecordLeaf } from "@/parts/filter/records/shape";
import { completeOf } from "@/parts/filter/tree";
import { usePartyConditions } from "@/parts/filter/usePartyConditions";

interface Props extends BuilderProps<RecordLeaf> {
  of: RecordType;
}

const NO_NAMES: Names = new Map();

/** The editor of conditions on records of a type. */
export default function RecordFilterBuilder({ of, ...rest }: Props) {
  const { data: names = NO_NAMES } = useQuery(namesQuery(partiesIn(rest.filter)));
  const { onAny } = usePartyConditions(undefined);
  const Editor = useMemo(() => recordEditor(of, onAny), [of, onAny]);
  const onRecords = recordConditions(of, names, Editor, onAny.say);
  const conditions: Conditions<RecordLeaf> = { ...onRecords, complete: (leaf) => completeWithParties(leaf) ?? onRecords.complete(leaf) };
  return <FilterBuilder {...rest} conditions={conditions} />;
}

function completeWithParties(leaf: RecordLeaf): RecordLeaf | undefined {
  if (!("with_party" in leaf)) return undefined;
  const { filter, ...where } = leaf.with_party;
  return { with_party: { ...where, filter: completeOf(filter, completeParty) ?? { and: [] } } };
}
