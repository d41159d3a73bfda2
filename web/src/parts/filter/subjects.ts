import { FIELDS } from "@/api/standardFields";
import type { RecordField, RecordType } from "@/api/wire";
import { partyFields } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import type { Subject, SubjectGroup } from "./conditions";
import type { FieldTest, Leaf } from "./filter";
import { ownTesting, ownTestsOf } from "./ownTests";

const TIMES = ["last_evidence", "first_evidence", "created_at", "updated_at"] as const;

/** Everything a condition can be about, in groups, with what it is called; `own` are the fields that the workspace has declared, and
 * `types` the types of records. */
export function subjects(own: RecordField[], types: RecordType[]): SubjectGroup[] {
  const ownItems = own.map(({ name, title }) => ({ value: `field.${name}`, label: title }));
  const records = types.filter((of) => partyFields(of).length > 0);
  const recordItems = records.map(({ name, plural_title }) => ({ value: `in_record.${name}`, label: plural_title }));
  return [
    {
      group: t("filter.group.relation"),
      items: [
        { value: "stage", label: t("field.stage") },
        { value: "furthest", label: t("filter.furthest") },
        { value: "standing", label: t("field.standing") },
        { value: "evidence.kind", label: t("filter.evidence.kind") },
        { value: "evidence.family", label: t("filter.evidence.family") },
        { value: "linked_to", label: t("filter.linked") },
        { value: "linked_to_any", label: t("filter.linkedToAny") },
        { value: "account", label: t("filter.account") },
        { value: "below", label: t("filter.below") },
      ],
    },
    { group: t("filter.group.fields"), items: FIELDS.map((name) => ({ value: `field.${name}`, label: t(`field.${name}`) })) },
    ...(ownItems.length > 0 ? [{ group: t("filter.group.own"), items: ownItems }] : []),
    ...(recordItems.length > 0 ? [{ group: t("filter.group.records"), items: recordItems }] : []),
    { group: t("filter.group.times"), items: TIMES.map((of) => ({ value: `time.${of}`, label: t(`filter.time.${of}`) })) },
    {
      group: t("filter.group.other"),
      items: [
        { value: "text", label: t("filter.text") },
        { value: "hidden", label: t("filter.hidden") },
      ],
    },
  ];
}

function fieldBegun(name: string, own: RecordField[]): FieldTest {
  const field = own.find((one) => one.name === name);
  const [test] = (field && ownTestsOf(field)) ?? [];
  return field && test ? ownTesting(field, test) : { name, contains: "" };
}

/** A condition about a subject, still to be filled in. */
export function begun(subject: Subject, vocabulary: string, own: RecordField[]): Leaf {
  const [what, name = ""] = subject.split(/\.(.*)/);
  if (what === "furthest") return { furthest: { vocabulary, one_of: [] } };
  if (what === "standing") return { standing: [] };
  if (what === "evidence") return { evidence: { [name]: "" } };
  if (what === "field") return { field: fieldBegun(name, own) };
  if (what === "time") return { time: { of: name as (typeof TIMES)[number], last_days: 30 } };
  if (what === "linked_to") return { linked_to: "" };
  if (what === "linked_to_any") return { linked_to_any: { and: [] } };
  if (what === "account") return { account: { and: [] } };
  if (what === "below") return { below: "" };
  if (what === "in_record") return { in_record: { type: name } };
  if (what === "text") return { text: "" };
  if (what === "hidden") return { hidden: true };
  return { stage: { vocabulary, one_of: [] } };
}

/** What a condition is about; nothing for those that are not written by hand. */
export function subjectOf(leaf: Leaf): Subject | undefined {
  if ("evidence" in leaf) return leaf.evidence.family === undefined ? "evidence.kind" : "evidence.family";
  if ("field" in leaf) return `field.${leaf.field.name}`;
  if ("time" in leaf) return `time.${leaf.time.of}`;
  if ("in_record" in leaf) return `in_record.${leaf.in_record.type}`;
  return ["stage", "furthest", "standing", "linked_to", "linked_to_any", "account", "below", "text", "hidden"].find((subject) => subject in leaf);
}
