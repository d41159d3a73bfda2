import { useQueries, useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { recordNameQuery } from "@/api/recordNames";
import { typesQuery } from "@/api/records";
import type { RecordField } from "@/api/wire";
import { TableLink } from "@/parts/TableLink";
import classes from "./records.module.css";

interface Props {
  field: RecordField;
  ids: string[];
}

/** The names of records in a field, each leading to its page; where there could be several types, their ids. */
export function RecordNames({ field, ids }: Props) {
  const { data: types } = useQuery(typesQuery);
  const [only, ...others] = types?.filter((one) => field.types?.includes(one.name)) ?? [];
  const plural = others.length === 0 ? only?.plural : undefined;
  const found = useQueries({ queries: plural === undefined ? [] : ids.map((id) => recordNameQuery(plural, id)) });
  if (plural === undefined) return <span>{ids.join(", ")}</span>;
  return (
    <span className={classes.names}>
      {ids.map((id, place) => (
        <Fragment key={id}>
          {place > 0 && ", "}
          <TableLink path={`/records/${plural}/${id}`}>{found[place]?.data ?? id}</TableLink>
        </Fragment>
      ))}
    </span>
  );
}
