import { NativeSelect } from "@mantine/core";

interface Props<Value extends string> {
  label: string;
  value: Value;
  values: readonly { value: Value; label: string }[];
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
