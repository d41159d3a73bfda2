import type { FunnelCondition } from "@/api/funnel";
import type { Field, PartyKind, Standing } from "@/api/wire";
import { isRecordFilter, type RecordTree } from "./records/shape";
import { isTree, type Tree } from "./tree";

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
  at_least?: string;
  at_most?: string;
  before?: string;
  after?: string;
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

/** Being in a record of a type that matches. */
export interface RecordTest {
  type: string;
  filter?: RecordTree;
}

/** The keys of conditions. */
type Keys<One> = One extends unknown ? keyof One : never;

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
  | { linked_to_any: Filter }
  | { account: Filter }
  | { below: string }
  | { in_record: RecordTest }
  | { hidden: boolean }
  | { ids: string[] }
  | { imported: ImportedTest }
  | { funnel: FunnelTest };

/** Conditions joined by and, or and not, as the API reads them. */
export type Filter = Tree<Leaf>;

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A rough check of the value of each condition. */
const SHAPES: Record<Keys<Leaf>, (value: unknown) => boolean> = {
  text: (value) => typeof value === "string",
  kind: (value) => value === "person" || value === "organization",
  standing: Array.isArray,
  hidden: (value) => typeof value === "boolean",
  linked_to: (value) => typeof value === "string",
  linked_to_any: (value) => isFilter(value),
  account: (value) => isFilter(value),
  in_record: (value) => isRecordTest(value),
  below: (value) => typeof value === "string",
  ids: Array.isArray,
  stage: isObject,
  furthest: isObject,
  field: isObject,
  time: isObject,
  evidence: isObject,
  funnel: isObject,
  imported: isObject,
};

function isRecordTest(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { type, filter } = value as { type?: unknown; filter?: unknown };
  return typeof type === "string" && (filter === undefined || isRecordFilter(filter));
}

/** Whether something, such as a part of an address, has the form of a filter. */
export const isFilter = (value: unknown): value is Filter =>
  isTree(value, (key, inside) => (key in SHAPES ? SHAPES[key as keyof typeof SHAPES](inside) : false));
