import type { Leaf, StageTest } from "./filter";
import { complete as completeRecord } from "./records/conditions";
import { completeOf } from "./tree";

function isStageComplete(test: StageTest): boolean {
  return test.none === true || Boolean(test.at_least) || (test.one_of?.length ?? 0) > 0;
}

/** A condition as it can be asked for; nothing while it is being written. Of nested conditions those that are complete. */
export function complete(leaf: Leaf): Leaf | undefined {
  if ("linked_to_any" in leaf) return { linked_to_any: completeOf<Leaf>(leaf.linked_to_any, complete) ?? { and: [] } };
  if ("account" in leaf) return { account: completeOf<Leaf>(leaf.account, complete) ?? { and: [] } };
  if ("in_record" in leaf) {
    const { type, filter } = leaf.in_record;
    const asked = filter && completeOf(filter, completeRecord);
    return { in_record: { type, ...(asked && { filter: asked }) } };
  }
  return isComplete(leaf) ? leaf : undefined;
}

function isComplete(leaf: Exclude<Leaf, { linked_to_any: unknown } | { account: unknown } | { in_record: unknown }>): boolean {
  if ("stage" in leaf) return isStageComplete(leaf.stage);
  if ("furthest" in leaf) return isStageComplete(leaf.furthest);
  if ("standing" in leaf) return leaf.standing.length > 0;
  if ("text" in leaf) return leaf.text.trim() !== "";
  if ("linked_to" in leaf) return leaf.linked_to !== "";
  if ("below" in leaf) return leaf.below !== "";
  if ("evidence" in leaf) return Boolean(leaf.evidence.kind ?? leaf.evidence.family);
  if ("field" in leaf) {
    const { is, is_not, contains, empty, one_of, at_least, at_most, before, after } = leaf.field;
    return empty === true || Boolean(is ?? is_not ?? contains ?? at_least ?? at_most ?? before ?? after) || (one_of?.length ?? 0) > 0;
  }
  if ("time" in leaf) {
    const { from, to, last_days, next_days } = leaf.time;
    return from !== undefined || to !== undefined || last_days !== undefined || next_days !== undefined;
  }
  return true;
}
