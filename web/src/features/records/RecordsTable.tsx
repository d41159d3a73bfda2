import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { RecordField, RecordType, StoredRecord } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import type { Taking } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import { PartyNames } from "./PartyNames";
import classes from "./records.module.css";
import { isNumeric, textOf } from "./values";

/** Fields that a table shows where the type names none. */
const MOST_COLUMNS = 5;

interface Props {
  of: RecordType;
  rows: StoredRecord[];
  sort: string | undefined;
  setSort: (sort: string | undefined) => void;
}

function shownFields(of: RecordType): RecordField[] {
  const named = of.columns.flatMap((name) => of.fields.find((field) => field.name === name) ?? []);
  const others = of.fields.filter((field) => !field.archived && field.kind !== "long_text").slice(0, MOST_COLUMNS);
  return named.length > 0 ? named : others;
}

/** Records as a table: the fields that the type shows first, each a key to sort by. */
export function RecordsTable({ of, rows, sort, setSort }: Props) {
  const fields = shownFields(of);
  const head = (name: string, title: string, isRight = false) => (
    <HeadCell key={name} name={name} title={title} isRight={isRight} sort={sort ?? "name"} setSort={setSort} />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={of.plural_title}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head("name", of.name_title)}
            {fields.map((field) => head(field.name, field.title, isNumeric(field)))}
            {head("owner", t("records.owner"))}
            {head("updated_at", t("records.updated"))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to="/records/$plural/$id" params={{ plural: of.plural, id: row.id }}>
                  {row.name}
                </Link>
              </th>
              {fields.map((field) => (
                <td key={field.name} className={clsx(isNumeric(field) && classes.right)}>
                  {field.kind === "party" ? <PartyNames all={(row.fields[field.name] ?? []) as unknown as Taking[]} /> : textOf(field, row)}
                </td>
              ))}
              <td>{row.owner}</td>
              <td>
                <DateText time={row.updated_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  name: string;
  title: string;
  isRight: boolean;
  sort: string;
  setSort: (sort: string | undefined) => void;
}

/** A heading: sorts by its field, and by the same the other way round at the next press. */
function HeadCell({ name, title, isRight, sort, setSort }: HeadProps) {
  const direction = sort === name ? "ascending" : sort === `-${name}` ? "descending" : undefined;
  const next = direction === "ascending" ? `-${name}` : name;
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={direction ?? "none"} className={clsx(isRight && classes.right)}>
      <UnstyledButton className={classes.headButton} onClick={() => setSort(next === "name" ? undefined : next)} title={t("records.sort.by", { title })}>
        {title}
        {direction && <Arrow size={13} aria-hidden="true" />}
      </UnstyledButton>
    </th>
  );
}
