import type { RecordType } from "@/api/wire";
import type { Conditions } from "../conditions";
import type { Leaf } from "../filter";
import { begun, complete, subjectOf, subjects } from "./conditions";
import { RecordLeafEditor } from "./RecordLeafEditor";
import { type Describe, type Names, say } from "./say";
import type { RecordLeaf } from "./shape";

/** The editor of a condition on records of a type: one component as long as it is one type, so that its inputs keep the focus. */
export const recordEditor =
  (of: RecordType, onParties?: Conditions<Leaf>): Conditions<RecordLeaf>["Editor"] =>
  (props) => <RecordLeafEditor {...props} of={of} {...(onParties && { onParties })} />;

/** The conditions on records of a type; on their parties too, if those can be described. */
export function recordConditions(of: RecordType, names: Names, Editor: Conditions<RecordLeaf>["Editor"], describe?: Describe): Conditions<RecordLeaf> {
  return {
    subjects: subjects(of, !describe),
    first: "field.name",
    begun: (subject) => begun(of, subject),
    subjectOf: (leaf) => subjectOf(of, leaf),
    complete,
    say: (filter) => say(of, filter, names, describe),
    Editor,
  };
}
