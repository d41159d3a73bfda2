import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo } from "react";
import { namesQuery } from "@/api/party";
import type { RecordType } from "@/api/wire";
import { type BuilderProps, FilterButton } from "@/parts/filter/FilterButton";
import { partiesIn } from "@/parts/filter/records/conditions";
import type { RecordLeaf, RecordTree } from "@/parts/filter/records/shape";
import { type Names, say } from "@/parts/filter/records/say";
import { useDescribeParties } from "./useDescribeParties";

const RecordFilterBuilder = lazy(() => import("./RecordFilterBuilder"));

interface Props {
  of: RecordType;
  filter: RecordTree | undefined;
  setFilter: (filter: RecordTree | undefined) => void;
}

const NO_NAMES: Names = new Map();

/** The filter of a list of records. */
export function RecordFilterButton({ of, filter, setFilter }: Props) {
  const { data: names = NO_NAMES } = useQuery(namesQuery(partiesIn(filter)));
  const describeParties = useDescribeParties();
  const Builder = useMemo(() => (props: BuilderProps<RecordLeaf>) => <RecordFilterBuilder {...props} of={of} />, [of]);
  return <FilterButton filter={filter} setFilter={setFilter} say={(one) => say(of, one, names, describeParties)} Builder={Builder} />;
}
