import type { RecordFieldCondition } from "@/api/wire";
import type { Filter } from "../filter";
import { isTree, type Tree } from "../tree";

/** A single condition on records, as the API reads it. */
export type RecordLeaf =
  | { text: string }
  | { field: RecordFieldCondition }
  | { party: string }
  | { with_party: PartyTest }
  | { funnel: DealFunnelTest }
  | { hidden: boolean }
  | { ids: string[] };

/** Deals counted in a number of their funnel; not built by hand, but linked from there. */
export interface DealFunnelTest {
  number: string;
  pipeline?: string;
  stage?: string;
  reason?: string;
  from?: string;
  to?: string;
  at?: string;
  cohort_stage?: string;
}

/** Having a person or an organization that matches in a field, or in any. */
export interface PartyTest {
  field?: string;
  filter: Filter;
}

/** Conditions joined by and, or and not, as the API reads them. */
export type RecordTree = Tree<RecordLeaf>;

const isText = (value: unknown) => typeof value === "string";
const isAbout = (value: unknown) => typeof value === "object" && value !== null && "filter" in value && typeof value.filter === "object";
const isNamed = (value: unknown) => typeof value === "object" && value !== null && "name" in value && isText(value.name);

const SHAPES: Record<string, (value: unknown) => boolean> = {
  text: isText,
  field: isNamed,
  party: isText,
  with_party: isAbout,
  funnel: (value) => typeof value === "object" && value !== null && "number" in value && isText(value.number),
  hidden: (value) => typeof value === "boolean",
  ids: Array.isArray,
};

/** Whether something, such as a part of an address, has the form of a filter. */
export const isRecordFilter = (value: unknown): value is RecordTree => isTree(value, (key, inside) => SHAPES[key]?.(inside) ?? false);
