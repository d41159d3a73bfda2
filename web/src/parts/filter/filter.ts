import type { FunnelCondition } from "@/api/funnel";
import type { Field, PartyKind, Standing } from "@/api/wire";

/** A condition on a stage; exactly one of the tests is given. */
export interface StageTest {
  vocabulary: string;
  one_of?: string[];
  at_least?: string;
  none?: boolean;
}

/** A condition on a field; exactly one of the tests is given. */
export interface FieldTest {
  name: Field | (string & {});
  is?: string;
  is_not?: string;
  one_of?: string[];
  contains?: string;
  empty?: boolean;
}

export interface TimeTest {
  of: "created_at" | "updated_at" | "first_evidence" | "last_evidence";
  from?: string;
  to?: string;
  last_days?: number;
  next_days?: number;
}

export interface EvidenceTest {
  kind?: string;
  family?: string;
  from?: string;
  to?: string;
  last_days?: number;
  at_least?: number;
}

/** Parties counted in a number of the funnel; not built by hand, but linked from there. */
export type FunnelTest = { [Name in keyof FunnelCondition]: NonNullable<FunnelCondition[Name]> };

/** Parties added or updated by an import; not built by hand, but linked from there. */
interface ImportedTest {
  import: string;
  added?: boolean;
}

/** A single condition, as the API reads it. */
export type Leaf =
  | { text: string }
  | { kind: PartyKind }
  | { standing: (Standing | null)[] }
  | { stage: StageTest }
  | { furthest: StageTest }
  | { field: FieldTest }
  | { time: TimeTest }
  | { evidence: EvidenceTest }
  | { linked_to: string }
  | { hidden: boolean }
  | { ids: string[] }
  | { imported: ImportedTest }
  | { funnel: FunnelTest };

/** Conditions joined by and, or and not, as the API reads them. */
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Leaf;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** A rough check of the value of each condition. */
const SHAPES: Record<string, (value: unknown) => boolean> = {
  and: (value) => Array.isArray(value) && value.every(isFilter),
  or: (value) => Array.isArray(value) && value.every(isFilter),
  not: isFilter,
  text: (value) => typeof value === "string",
  kind: (value) => value === "person" || value === "organization",
  standing: Array.isArray,
  hidden: (value) => typeof value === "boolean",
  linked_to: (value) => typeof value === "string",
  ids: Array.isArray,
  ...Object.fromEntries(["stage", "furthest", "field", "time", "evidence", "funnel", "imported"].map((name) => [name, isObject])),
};

/** Whether something, such as a part of an address, has the form of a filter. */
export function isFilter(value: unknown): value is Filter {
  if (!isObject(value)) return false;
  const [[name, inside] = ["", undefined], ...more] = Object.entries(value);
  return more.length === 0 && (SHAPES[name]?.(inside) ?? false);
}

/** Conditions that are joined in one way. */
export type Group = { and: Filter[] } | { or: Filter[] };

export const isGroup = (filter: Filter): filter is Group => "and" in filter || "or" in filter;
export const partsOf = (group: Group): Filter[] => ("and" in group ? group.and : group.or);
export const groupOf = (isAll: boolean, parts: Filter[]): Group => (isAll ? { and: parts } : { or: parts });

/** A filter as a group, so that conditions can be added. */
export function asGroup(filter: Filter | undefined): Group {
  if (filter === undefined) return { and: [] };
  return isGroup(filter) ? filter : { and: [filter] };
}

function isStageComplete(test: StageTest): boolean {
  return test.none === true || Boolean(test.at_least) || (test.one_of?.length ?? 0) > 0;
}

function isLeafComplete(leaf: Leaf): boolean {
  if ("stage" in leaf) return isStageComplete(leaf.stage);
  if ("furthest" in leaf) return isStageComplete(leaf.furthest);
  if ("standing" in leaf) return leaf.standing.length > 0;
  if ("text" in leaf) return leaf.text.trim() !== "";
  if ("evidence" in leaf) return Boolean(leaf.evidence.kind ?? leaf.evidence.family);
  if ("field" in leaf) {
    const { is, is_not, contains, empty, one_of } = leaf.field;
    return empty === true || Boolean(is ?? is_not ?? contains) || (one_of?.length ?? 0) > 0;
  }
  if ("time" in leaf) {
    const { from, to, last_days, next_days } = leaf.time;
    return from !== undefined || to !== undefined || last_days !== undefined || next_days !== undefined;
  }
  return true;
}

/** The filter without incomplete conditions. */
export function complete(filter: Filter): Filter | undefined {
  if (isGroup(filter)) {
    const parts = partsOf(filter).flatMap((part) => complete(part) ?? []);
    return parts.length > 0 ? groupOf("and" in filter, parts) : undefined;
  }
  if ("not" in filter) {
    const inner = complete(filter.not);
    return inner && { not: inner };
  }
  return isLeafComplete(filter) ? filter : undefined;
}
