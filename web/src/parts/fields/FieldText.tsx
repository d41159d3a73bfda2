import type { FieldValue, RecordField } from "@/api/wire";
import { DateText } from "../DateText";
import { MoneyText } from "../MoneyText";
import { ownValue } from "./ownValues";
import { type Amount, textOf } from "./values";

interface Props {
  field: RecordField;
  value: NonNullable<FieldValue>;
}

/** A value in the cell of a table, by the kind of its field. */
export function FieldText({ field, value }: Props) {
  if (field.multiple) return <span>{textOf(field, value)}</span>;
  if (field.kind === "money") return <MoneyText amount={value as unknown as Amount} />;
  if (field.kind === "date") return <DateText time={String(value)} precision="day" />;
  if (field.kind === "instant") return <DateText time={String(value)} />;
  return <span>{textOf(field, value)}</span>;
}

/** The value of a party's own field; a text that does not fit as it is. */
export function OwnFieldText({ field, stored }: { field: RecordField; stored: string | undefined }) {
  if (stored === undefined) return <span />;
  const value = ownValue(field, stored) ?? undefined;
  return value === undefined ? <span>{stored}</span> : <FieldText field={field} value={value} />;
}
