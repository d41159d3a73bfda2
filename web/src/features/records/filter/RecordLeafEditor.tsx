import { NativeSelect, TextInput } from "@mantine/core";
import type { RecordField, RecordFieldCondition, RecordType } from "@/api/wire";
import classes from "@/parts/filter/Filter.module.css";
import { PartyValue } from "@/parts/filter/PartyValue";
import { type Test, testsOf, testTitle } from "@/parts/filter/fieldTests";
import { ValueEditor } from "@/parts/filter/ValueEditor";
import { t } from "@/messages/messages";
import { fieldNamed } from "../fields";
import { type RecordLeaf, testIn, testing } from "./conditions";

interface Props {
  of: RecordType;
  leaf: RecordLeaf;
  change: (leaf: RecordLeaf) => void;
}

/** How a condition is tested, by what it is about. */
export function RecordLeafEditor({ of, leaf, change }: Props) {
  if ("text" in leaf) {
    return (
      <TextInput
        size="xs"
        className={classes.grow}
        aria-label={t("filter.text")}
        value={leaf.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
    );
  }
  if ("party" in leaf) return <PartyValue label={t("records.filter.party")} id={leaf.party} change={(party) => change({ party })} />;
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
