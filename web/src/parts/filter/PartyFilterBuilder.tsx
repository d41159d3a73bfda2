import { useMemo } from "react";
import type { PartyKind } from "@/api/wire";
import { useVocabulary } from "@/shell/useVocabulary";
import { useOwnFields } from "../fields/useOwnFields";
import type { Conditions } from "./conditions";
import { describe } from "./describe";
import { FilterBuilder } from "./FilterBuilder";
import type { BuilderProps } from "./FilterButton";
import { isComplete, type Leaf } from "./filter";
import { LeafEditor } from "./LeafEditor";
import { begun, subjectOf, subjects } from "./subjects";

interface Props extends BuilderProps<Leaf> {
  kind: PartyKind | undefined;
}

/** The editor of conditions on parties. */
export default function PartyFilterBuilder({ kind, ...rest }: Props) {
  const { name, vocabularies } = useVocabulary();
  const own = useOwnFields(kind);
  // One component as long as the fields are the same, so that its inputs keep the focus.
  const Editor = useMemo<Conditions<Leaf>["Editor"]>(() => (props) => <LeafEditor {...props} kind={kind} own={own} />, [kind, own]);
  const conditions: Conditions<Leaf> = {
    subjects: subjects(own),
    first: "stage",
    begun: (subject) => begun(subject, name, own),
    subjectOf,
    isComplete,
    say: (filter) => describe(filter, vocabularies, own),
    Editor,
  };
  return <FilterBuilder {...rest} conditions={conditions} />;
}
