import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { typesQuery } from "@/api/records";
import type { PartyKind, RecordField, RecordType } from "@/api/wire";
import { useVocabulary } from "@/shell/useVocabulary";
import { useOwnFields } from "../fields/useOwnFields";
import { complete } from "./complete";
import type { Conditions } from "./conditions";
import { describe, type Terms } from "./describe";
import type { Leaf } from "./filter";
import { LeafEditor } from "./LeafEditor";
import { begun, subjectOf, subjects } from "./subjects";

const NO_TYPES: RecordType[] = [];

interface Of {
  kind: PartyKind | undefined;
  own: RecordField[];
}

/** The conditions on parties of a kind, with those on whom they are linked to inside; and those on any party. */
export function usePartyConditions(kind: PartyKind | undefined) {
  const { name, vocabularies } = useVocabulary();
  const { data: types = NO_TYPES } = useQuery(typesQuery);
  const own = useOwnFields(kind);
  const every = useOwnFields(undefined);
  // One component as long as what it knows is the same, so that its inputs keep the focus.
  return useMemo(() => {
    const made = (of: Of, nested: () => Conditions<Leaf>): Conditions<Leaf> => {
      const terms: Terms = { vocabularies, own: of.own, types };
      return {
        subjects: subjects(of.own, types),
        first: "stage",
        begun: (subject) => begun(subject, name, of.own),
        subjectOf,
        complete,
        say: (filter) => describe(filter, terms),
        Editor: (props) => <LeafEditor {...props} kind={of.kind} own={of.own} types={types} nested={nested()} />,
      };
    };
    const onAny: Conditions<Leaf> = made({ kind: undefined, own: every }, () => onAny);
    return { conditions: made({ kind, own }, () => onAny), onAny };
  }, [kind, own, every, types, name, vocabularies]);
}
