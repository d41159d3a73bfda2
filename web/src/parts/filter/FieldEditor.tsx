import { NativeSelect, TextInput } from "@mantine/core";
import { t, tMaybe } from "@/messages/messages";
import classes from "./Filter.module.css";
import type { FieldTest } from "./filter";

const TESTS = ["contains", "is", "is_not", "empty"] as const;

interface Props {
  test: FieldTest;
  change: (test: FieldTest) => void;
}

/** How a field is tested, and against what. */
export function FieldEditor({ test, change }: Props) {
  const how = TESTS.find((one) => test[one] !== undefined) ?? "is";
  const text = how === "empty" ? "" : (test[how] ?? test.one_of?.join(", ") ?? "");
  const put = (next: (typeof TESTS)[number], value: string) =>
    change({ name: test.name, [next]: next === "empty" ? true : value });
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("filter.test")}
        value={how}
        data={TESTS.map((value) => ({ value, label: t(`filter.field.${value}`) }))}
        onChange={(event) => put(event.currentTarget.value as typeof how, text)}
      />
      {how !== "empty" && (
        <TextInput
          size="xs"
          className={classes.grow}
          aria-label={tMaybe(`field.${test.name}`, test.name)}
          value={text}
          onChange={(event) => put(how, event.currentTarget.value)}
        />
      )}
    </>
  );
}
