import { MultiSelect } from "@mantine/core";
import { FIELDS } from "@/api/standardFields";
import type { PartyKind, RecordField, RecordType, Standing } from "@/api/wire";
import { t } from "@/messages/messages";
import type { Conditions } from "./conditions";
import { EvidenceEditor } from "./EvidenceEditor";
import { FieldEditor } from "./FieldEditor";
import classes from "./Filter.module.css";
import type { FieldTest, Leaf } from "./filter";
import { NestedGroup } from "./NestedGroup";
import { OwnFieldEditor } from "./OwnFieldEditor";
import { OwnTextEditor } from "./OwnTextEditor";
import { ownTestsOf } from "./ownTests";
import { PartyValue } from "./PartyValue";
import { NestedRecords } from "./records/NestedRecords";
import { StageEditor } from "./StageEditor";
import { TimeEditor } from "./TimeEditor";
import { asGroup } from "./tree";
import { TextValue } from "./TextValue";

const STANDINGS: Standing[] = ["active", "nurturing", "lost", "disqualified", "former"];
const NONE = "none";

interface Props {
  leaf: Leaf;
  /** Of whom the list is; both if not given. */
  kind: PartyKind | undefined;
  /** The fields that the workspace has declared for them. */
  own: RecordField[];
  /** The types of records that they can be in. */
  types: RecordType[];
  /** The conditions on those whom they are linked to. */
  nested: Conditions<Leaf>;
  change: (leaf: Leaf) => void;
}

const STANDARD = new Set<string>(FIELDS);

/** A field that nobody has declared holds text. */
const undeclared = (name: string) => ({ name, title: name, kind: "text" }) as RecordField;

/** How a condition is tested, by what it is about. */
export function LeafEditor({ leaf, kind, own, types, nested, change }: Props) {
  if ("stage" in leaf) return <StageEditor test={leaf.stage} change={(stage) => change({ stage })} />;
  if ("furthest" in leaf) return <StageEditor test={leaf.furthest} change={(furthest) => change({ furthest })} />;
  if ("field" in leaf) {
    const { name } = leaf.field;
    const put = (field: FieldTest) => change({ field });
    if (STANDARD.has(name)) return <FieldEditor test={leaf.field} change={put} />;
    const field = own.find((one) => one.name === name) ?? undeclared(name);
    const tests = ownTestsOf(field);
    if (!tests) return <OwnTextEditor key={name} field={field} kind={kind} test={leaf.field} change={put} />;
    return <OwnFieldEditor key={name} field={field} tests={tests} test={leaf.field} change={put} />;
  }
  if ("time" in leaf) return <TimeEditor test={leaf.time} change={(time) => change({ time })} />;
  if ("evidence" in leaf) return <EvidenceEditor test={leaf.evidence} change={(evidence) => change({ evidence })} />;
  if ("standing" in leaf) {
    return (
      <MultiSelect
        size="xs"
        className={classes.grow}
        aria-label={t("field.standing")}
        placeholder={leaf.standing.length === 0 ? t("filter.choose") : undefined}
        comboboxProps={{ withinPortal: false }}
        data={[...STANDINGS.map((value) => ({ value, label: t(`standing.${value}`) })), { value: NONE, label: t("standing.none") }]}
        value={leaf.standing.map((one) => one ?? NONE)}
        onChange={(values) => change({ standing: values.map((one) => (one === NONE ? null : (one as Standing))) })}
      />
    );
  }
  if ("text" in leaf) return <TextValue text={leaf.text} change={(text) => change({ text })} />;
  if ("linked_to" in leaf) return <PartyValue label={t("filter.linked")} id={leaf.linked_to} change={(party) => change({ linked_to: party })} />;
  if ("below" in leaf) {
    return <PartyValue label={t("filter.below")} kind="organization" id={leaf.below} change={(below) => change({ below })} />;
  }
  if ("linked_to_any" in leaf) {
    return <NestedGroup group={asGroup(leaf.linked_to_any)} conditions={nested} change={(inner) => change({ linked_to_any: inner })} />;
  }
  if ("account" in leaf) {
    return <NestedGroup group={asGroup(leaf.account)} conditions={nested} change={(account) => change({ account })} />;
  }
  const of = "in_record" in leaf ? types.find((one) => one.name === leaf.in_record.type) : undefined;
  if (!of || !("in_record" in leaf)) return <span className={classes.grow} />;
  return <NestedRecords of={of} test={leaf.in_record} change={(in_record) => change({ in_record })} />;
}
