import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { namesQuery } from "@/api/party";
import type { RecordType } from "@/api/wire";
import type { RecordTest } from "../filter";
import { NestedGroup } from "../NestedGroup";
import { asGroup } from "../tree";
import { partiesIn } from "./conditions";
import { recordConditions, recordEditor } from "./recordConditions";
import type { Names } from "./say";

interface Props {
  of: RecordType;
  test: RecordTest;
  change: (test: RecordTest) => void;
}

const NO_NAMES: Names = new Map();

/** Which records of a type a party has to be in. */
export function NestedRecords({ of, test, change }: Props) {
  const { data: names = NO_NAMES } = useQuery(namesQuery(partiesIn(test.filter)));
  const Editor = useMemo(() => recordEditor(of), [of]);
  return <NestedGroup group={asGroup(test.filter)} conditions={recordConditions(of, names, Editor)} change={(filter) => change({ type: test.type, filter })} />;
}
