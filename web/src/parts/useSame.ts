import { useMemo } from "react";

/** The same object as long as it says the same, so that what depends on it is not done again. */
export function useSame<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  return useMemo(() => JSON.parse(text) as Value, [text]);
}
