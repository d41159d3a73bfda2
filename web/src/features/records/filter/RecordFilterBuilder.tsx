import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { namesQuery } from "@/api/party";
import type { RecordType } from "@/api/wire";
import type { Conditions } from "@/parts/filter/conditions";
import { FilterBuilder } from "@/parts/filter/FilterBuilder";
import type { BuilderProps } from "@/parts/filter/FilterButton";
import { begun, isComplete, partiesIn, type RecordLeaf, subjectOf, subjects } from "./conditions";
import { RecordLeafEditor } from "./RecordLeafEditor";
import { type Names, say } from "./say";

interface Props extends BuilderProps<RecordLeaf> {
  of: RecordType;
}

const NO_NAMES: Names = new Map();

/** The editor of conditions on records of a type. */
export default function RecordFilterBuilder({ of, ...rest }: Props) {
  const { data: names = NO_NAMES } = useQuery(namesQuery(partiesIn(rest.filter)));
  // One component as long as it is one type, so that its fields keep the focus.
  const Editor = useMemo<Conditions<RecordLeaf>["Editor"]>(() => (props) => <RecordLeafEditor {...props} of={of} />, [of]);
  const conditions: Conditions<RecordLeaf> = {
    subjects: subjects(of),
    first: "field.name",
    begun: (subject) => begun(of, subject),
    subjectOf: (leaf) => subjectOf(of, leaf),
    isComplete,
    say: (filter) => say(of, filter, names),
    Editor,
  };
  return <FilterBuilder {...rest} conditions={conditions} />;
}
