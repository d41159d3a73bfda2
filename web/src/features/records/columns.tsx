import type { RecordField, RecordType, StoredRecord } from "@/api/wire";
import { cellTyping } from "@/parts/fields/cells";
import { FieldText } from "@/parts/fields/FieldText";
import { isNumeric } from "@/parts/fields/values";
import { widthOf } from "@/parts/fields/widths";
import type { Taking } from "@/parts/recordFields";
import type { Column } from "@/parts/table/column";
import classes from "@/parts/table/Name.module.css";
import { TableLink } from "@/parts/TableLink";
import { allFields, nameField, offeredFields, valueIn } from "@/parts/fields/allFields";
import { PartyNames } from "./PartyNames";
import { RecordNames } from "./RecordNames";

/** Fields that a table shows where the type names none. */
const MOST_FIELDS = 5;

/** What is kept as an id has no order that means something to people. */
const UNSORTED = new Set<RecordField["kind"]>(["party", "record", "address", "file"]);

function Cell({ field, record }: { field: RecordField; record: StoredRecord }) {
  const value = valueIn(record, field.name);
  if (value === null) return <span />;
  if (field.kind === "party") return <PartyNames all={value as unknown as Taking[]} />;
  if (field.kind === "record") return <RecordNames field={field} ids={[value].flat() as string[]} />;
  return <FieldText field={field} value={value} />;
}

function columnOf(field: RecordField): Column<StoredRecord> {
  const typing = cellTyping(field);
  return {
    id: field.name,
    label: field.title,
    width: widthOf(field),
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
