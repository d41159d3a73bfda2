import { NativeSelect } from "@mantine/core";

interface Item<Value extends string> {
  value: Value;
  label: string;
}

/** What can be chosen, some of it perhaps in sections. */
export type Choices<Value extends string> = readonly (Item<Value> | { group: string; items: Item<Value>[] })[];

interface Props<Value extends string> {
  label: string;
  value: Value;
  values: Choices<Value>;
  choose: (value: Value) => void;
  about?: string | undefined;
}

/** One of a few, under a label. */
export function Choice<Value extends string>({ label, value, values, choose, about }: Props<Value>) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      data={values}
      title={about}
      onChange={(event) => choose(event.currentTarget.value as Value)}
    />
  );
}
