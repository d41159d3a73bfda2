import { NativeSelect } from "@mantine/core";
import type { RecordField } from "@/api/wire";
import { t } from "@/messages/messages";
import type { FieldTest } from "./filter";
import { type OwnTest, ownTestIn, ownTesting, ownTestTitle, testedValue, withTested } from "./ownTests";
import { ValueEditor } from "./ValueEditor";

interface Props {
  field: RecordField;
  tests: OwnTest[];
  test: FieldTest;
  change: (test: FieldTest) => void;
}

/** How a declared field is tested, and against what: by the kind of what it holds. */
export function OwnFieldEditor({ field, tests, test, change }: Props) {
  const how = ownTestIn(test);
  const given = test[how];
  const kept = typeof given === "string" ? given : undefined;
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("filter.test")}
        value={how}
        data={tests.map((value) => ({ value, label: ownTestTitle(field, value) }))}
        onChange={(event) => change(ownTesting(field, event.currentTarget.value as OwnTest, kept))}
      />
      {how !== "empty" && <ValueEditor field={field} value={testedValue(field, test)} change={(value) => change(withTested(field, test, value))} />}
    </>
  );
}
