import type { Exchanged } from "@/api/pipelines";
import type { Amount, RecordField, RecordFilter, RecordGroup } from "@/api/wire";

/** A lane of a board: a choice, or null for records that have none, with what is in it once that is known. */
export interface RecordLane {
  value: string | null;
  title: string;
  count: number | undefined;
  sums: Amount[];
  /** Of open deals, their amounts weighted by the probability of the stage. */
  weighted?: Amount[];
  /** Of deals, the sums in the workspace's own currency, if that is set. */
  exchanged?: Exchanged;
}

type Grouped = Pick<RecordGroup, "by" | "count" | "sums" | "weighted_sums" | "exchanged">;

/** The lanes of a field: every choice in its order, and those without one only if there are any. */
export function lanesOf(field: RecordField, groups: Grouped[] | undefined, untitled: string): RecordLane[] {
  const found = new Map(groups?.map((group) => [group.by[field.name] ?? null, group]));
  const lane = (value: string | null, title: string): RecordLane => {
    const group = found.get(value);
    const { weighted_sums: weighted, exchanged } = group ?? {};
    return { value, title, count: group?.count ?? (groups && 0), sums: group?.sums ?? [], ...(weighted && { weighted }), ...(exchanged && { exchanged }) };
  };
  const lanes = (field.choices ?? []).map((choice) => lane(choice.name, choice.title));
  return found.has(null) ? [lane(null, untitled), ...lanes] : lanes;
}

/** The records of a lane, of those that a filter fits. */
export function inLane(field: string, value: string | null, filter: RecordFilter | undefined): RecordFilter {
  const here: RecordFilter = { field: value === null ? { name: field, filled: false } : { name: field, is: value } };
  return filter ? { and: [filter, here] } : here;
}
