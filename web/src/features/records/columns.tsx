import type { RecordField, RecordType, StoredRecord } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { MoneyText } from "@/parts/MoneyText";
import type { Taking } from "@/parts/recordFields";
import type { Column } from "@/parts/table/column";
import classes from "@/parts/table/Name.module.css";
import { TableLink } from "@/parts/TableLink";
import { cellTyping } from "@/parts/fields/cells";
import { type Amount, isNumeric, textOf } from "@/parts/fields/values";
import { allFields, nameField, offeredFields, valueIn } from "./fields";
import { PartyNames } from "./PartyNames";
import { RecordNames } from "./RecordNames";

/** Fields that a table shows where the type names none. */
const MOST_FIELDS = 5;

const WIDTHS: Partial<Record<RecordField["kind"], number>> = {
  number: 112,
  money: 136,
  yes_no: 96,
  date: 128,
  instant: 136,
  duration: 112,
  choice: 144,
  user: 144,
  long_text: 280,
  email: 220,
  url: 200,
  address: 240,
  party: 208,
  record: 208,
};

/** What is kept as an id has no order that means something to people. */
const UNSORTED = new Set<RecordField["kind"]>(["party", "record", "address", "file"]);

function Cell({ field, record }: { field: RecordField; record: StoredRecord }) {
  const value = valueIn(record, field.name);
  if (value === null) return <span />;
  if (field.kind === "party") return <PartyNames all={value as unknown as Taking[]} />;
  if (field.kind === "record") return <RecordNames field={field} ids={[value].flat() as string[]} />;
  if (field.multiple) return <span>{textOf(field, value)}</span>;
  if (field.kind === "money") return <MoneyText amount={value as unknown as Amount} />;
  if (field.kind === "date") return <DateText time={String(value)} precision="day" />;
  if (field.kind === "instant") return <DateText time={String(value)} />;
  return <span>{textOf(field, value)}</span>;
}

function columnOf(field: RecordField): Column<StoredRecord> {
  const typing = cellTyping(field);
  return {
    id: field.name,
    label: field.title,
    width: WIDTHS[field.kind] ?? 176,
    ...(!UNSORTED.has(field.kind) && { sort: field.name }),
    numeric: isNumeric(field) && !field.multiple,
    ...(typing && {
      edit: (record) => typing.write(valueIn(record, field.name)),
      check: typing.check,
      ...(typing.input && { input: typing.input }),
    }),
    cell: (record) => <Cell field={field} record={record} />,
  };
}

/** Every column of a table of records: their name, their fields, and what every record has besides. */
export function recordColumns(of: RecordType): Column<StoredRecord>[] {
  const [, ...others] = allFields(of);
  const name: Column<StoredRecord> = {
    ...columnOf(nameField(of)),
    width: 232,
    stays: true,
    cell: (record) => (
      <TableLink path={`/records/${of.plural}/${record.id}`} className={classes.name}>
        {record.name}
      </TableLink>
    ),
  };
  return [name, ...others.map(columnOf)];
}

/** The columns that are shown until someone chooses others: those that the type names, or its first fields. */
export function standardColumns(of: RecordType): string[] {
  const offered = offeredFields(of);
  const named = of.columns.filter((name) => offered.some((field) => field.name === name));
  const first = offered.filter((field) => field.kind !== "long_text").slice(0, MOST_FIELDS);
  return ["name", ...(named.length > 0 ? named : first.map((field) => field.name)), "owner", "updated_at"];
}
