import { useVocabulary } from "@/shell/useVocabulary";
import type { Conditions } from "./conditions";
import { describe } from "./describe";
import { FilterBuilder } from "./FilterBuilder";
import type { BuilderProps } from "./FilterButton";
import { isComplete, type Leaf } from "./filter";
import { LeafEditor } from "./LeafEditor";
import { begun, subjectOf, subjects } from "./subjects";

/** The editor of conditions on parties. */
export default function PartyFilterBuilder(props: BuilderProps<Leaf>) {
  const { name, vocabularies } = useVocabulary();
  const conditions: Conditions<Leaf> = {
    subjects: subjects(),
    first: "stage",
    begun: (subject) => begun(subject, name),
    subjectOf,
    isComplete,
    say: (filter) => describe(filter, vocabularies),
    Editor: LeafEditor,
  };
  return <FilterBuilder {...props} conditions={conditions} />;
}
