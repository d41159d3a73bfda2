import { NativeSelect } from "@mantine/core";
import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import type { Conditions } from "../conditions";
import classes from "../Filter.module.css";
import type { Leaf } from "../filter";
import { NestedGroup } from "../NestedGroup";
import { PartyValue } from "../PartyValue";
import { type Test, testsOf, testTitle } from "../fieldTests";
import { asGroup } from "../tree";
import { ValueEditor } from "../ValueEditor";
import { t } from "@/messages/messages";
import { fieldNamed } from "@/parts/fields/allFields";
import { testIn, testing } from "./conditions";
import type { RecordLeaf } from "./shape";
import { TextValue } from "../TextValue";

interface Props {
  of: RecordType;
  leaf: RecordLeaf;
  change: (leaf: RecordLeaf) => void;
  /** The conditions on its parties; not inside of conditions on parties. */
  onParties?: Conditions<Leaf>;
}

/** How a condition is tested, by what it is about. */
export function RecordLeafEditor({ of, leaf, change, onParties }: Props) {
  if ("text" in leaf) return <TextValue text={leaf.text} change={(text) => change({ text })} />;
  if ("party" in leaf) return <PartyValue label={t("records.filter.party")} id={leaf.party} change={(party) => change({ party })} />;
  if ("with_party" in leaf && onParties) {
    const { with_party } = leaf;
    return <NestedGroup group={asGroup(with_party.filter)} conditions={onParties} change={(filter) => change({ with_party: { ...with_party, filter } })} />;
  }
  const field = "field" in leaf ? fieldNamed(of, leaf.field.name) : undefined;
  if (!field || !("field" in leaf)) return <span className={classes.grow} />;
  return <FieldTestEditor key={field.name} field={field} condition={leaf.field} change={(next) => change({ field: next })} />;
}

interface FieldProps {
  field: RecordField;
  condition: RecordFieldCondition;
  change: (condition: RecordFieldCondition) => void;
}

function FieldTestEditor({ field, condition, change }: FieldProps) {
  const { test, value } = testIn(condition, field);
  const isValued = test !== "filled" && test !== "empty";
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("filter.test")}
        value={test}
        data={testsOf(field).map((one) => ({ value: one, label: testTitle(field, one) }))}
        onChange={(event) => change(testing(field, event.currentTarget.value as Test, isValued ? value : undefined))}
      />
      {isValued && <ValueEditor field={field} value={value} change={(next) => change({ name: field.name, [test]: next })} />}
    </>
  );
}
