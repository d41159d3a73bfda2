import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { facetsQuery } from "@/api/parties";
import { OWN } from "@/api/party";
import type { PartyKind, RecordField } from "@/api/wire";
import { fewValues } from "./fewValues";
import type { FieldTest } from "./filter";
import { OwnFieldEditor } from "./OwnFieldEditor";
import type { OwnTest } from "./ownTests";

interface Props {
  field: RecordField;
  kind: PartyKind | undefined;
  test: FieldTest;
  change: (test: FieldTest) => void;
}

const TESTS: OwnTest[] = ["contains", "is", "is_not", "empty"];

/** How a field of text is tested. Where few values are there, they are offered as choices. */
export function OwnTextEditor({ field, kind, test, change }: Props) {
  const { data } = useQuery(facetsQuery(`${OWN}${field.name}`, kind && { kind }));
  const [isBegun, setBegun] = useState(test.contains === "");
  const few = fewValues(data?.[0]);
  // What nothing was typed in yet is a choice, unless someone wants to type.
  const shown: FieldTest = isBegun && few && test.contains === "" ? { name: field.name, one_of: [] } : test;
  const offered = [...new Set([...(few ?? []), ...(shown.one_of ?? [])])];
  const isListed = shown.one_of !== undefined;
  const choices = offered.map((value) => ({ name: value, title: value }));
  return (
    <OwnFieldEditor
      field={{ ...field, kind: isListed ? "choice" : "text", choices }}
      tests={few || isListed ? ["one_of", ...TESTS] : TESTS}
      test={shown}
      change={(next) => {
        setBegun(false);
        change(next);
      }}
    />
  );
}
