import { MultiSelect, NativeSelect } from "@mantine/core";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";
import type { StageTest } from "./filter";

interface Props {
  test: StageTest;
  change: (test: StageTest) => void;
}

/** The vocabulary and its stages. */
export function StageEditor({ test, change }: Props) {
  const { vocabularies } = useVocabulary();
  const vocabulary = vocabularies.find((one) => one.name === test.vocabulary);
  const stages = vocabulary?.stages.map(({ name, title }) => ({ value: name, label: title })) ?? [];
  const how = test.none ? "none" : test.at_least === undefined ? "one_of" : "at_least";
  const { vocabulary: name } = test;
  function switchTo(next: string) {
    if (next === "none") change({ vocabulary: name, none: true });
    else if (next === "at_least") change({ vocabulary: name, at_least: test.one_of?.[0] ?? stages[0]?.value ?? "" });
    else change({ vocabulary: name, one_of: test.at_least ? [test.at_least] : [] });
  }
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("shell.vocabulary")}
        value={name}
        data={vocabularies.map((one) => ({ value: one.name, label: one.title }))}
        onChange={(event) => change({ vocabulary: event.currentTarget.value, one_of: [] })}
      />
      <NativeSelect
        size="xs"
        aria-label={t("filter.test")}
        value={how}
        data={(["one_of", "at_least", "none"] as const).map((value) => ({ value, label: t(`filter.stage.${value}`) }))}
        onChange={(event) => switchTo(event.currentTarget.value)}
      />
      {how === "one_of" && (
        <MultiSelect
          size="xs"
          className={classes.grow}
          aria-label={t("field.stage")}
          placeholder={test.one_of?.length ? undefined : t("filter.choose")}
          comboboxProps={{ withinPortal: false }}
          data={stages}
          value={test.one_of ?? []}
          onChange={(one_of) => change({ vocabulary: name, one_of })}
        />
      )}
      {how === "at_least" && (
        <NativeSelect
          size="xs"
          className={classes.grow ?? ""}
          aria-label={t("field.stage")}
          data={stages}
          value={test.at_least ?? ""}
          onChange={(event) => change({ vocabulary: name, at_least: event.currentTarget.value })}
        />
      )}
    </>
  );
}
