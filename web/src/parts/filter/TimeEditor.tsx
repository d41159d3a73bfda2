import { NativeSelect, TextInput } from "@mantine/core";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";
import type { TimeTest } from "./filter";

type When = Pick<TimeTest, "from" | "to" | "last_days">;

interface Props<Test extends When> {
  test: Test;
  change: (test: Test) => void;
  /** Whether any time is allowed. */
  canBeAny?: boolean;
}

const USUAL_DAYS = 30;

/** A range of time: the last days, or between two dates. */
export function TimeEditor<Test extends When>({ test, change, canBeAny }: Props<Test>) {
  const { from, to, last_days, ...rest } = test;
  const how = last_days !== undefined ? "last" : from === undefined && to === undefined && canBeAny ? "any" : "between";
  const put = (when: When) => change({ ...rest, ...when } as Test);
  const choices = canBeAny ? (["any", "last", "between"] as const) : (["last", "between"] as const);
  function switchTo(next: string) {
    if (next === "last") put({ last_days: USUAL_DAYS });
    else if (next === "between") put({ from: new Date().toISOString().slice(0, 10) });
    else put({});
  }
  const date = (value: string) => (value === "" ? undefined : value);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("filter.test")}
        value={how}
        data={choices.map((value) => ({ value, label: t(`filter.when.${value}`) }))}
        onChange={(event) => switchTo(event.currentTarget.value)}
      />
      {how === "last" && (
        <TextInput
          size="xs"
          type="number"
          min={1}
          max={36_500}
          className={classes.grow}
          aria-label={t("filter.when.days")}
          rightSection={<span aria-hidden="true">{t("filter.when.days")}</span>}
          rightSectionWidth={48}
          value={last_days ?? ""}
          onChange={(event) => put({ last_days: Math.max(1, Number(event.currentTarget.value) || 1) })}
        />
      )}
      {how === "between" && (
        <>
          <TextInput
            size="xs"
            type="date"
            aria-label={t("filter.when.from")}
            value={from?.slice(0, 10) ?? ""}
            onChange={(event) => put({ from: date(event.currentTarget.value), to } as When)}
          />
          <TextInput
            size="xs"
            type="date"
            aria-label={t("filter.when.to")}
            value={to?.slice(0, 10) ?? ""}
            onChange={(event) => put({ from, to: date(event.currentTarget.value) } as When)}
          />
        </>
      )}
    </>
  );
}
