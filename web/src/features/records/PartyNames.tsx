import { useQueries } from "@tanstack/react-query";
import { Fragment } from "react";
import { nameQuery } from "@/api/party";
import type { Taking } from "@/parts/recordFields";
import { RecordLink } from "@/parts/RecordLink";
import classes from "./records.module.css";

/** The names of parties in a field, each leading to its page. */
export function PartyNames({ all }: { all: Taking[] }) {
  const ids = [...new Set(all.map((one) => one.party))];
  const found = useQueries({ queries: ids.map((id) => nameQuery(id)) });
  return (
    <span className={classes.names}>
      {ids.map((id, place) => (
        <Fragment key={id}>
          {place > 0 && ", "}
          <RecordLink party={id}>{found[place]?.data ?? id}</RecordLink>
        </Fragment>
      ))}
    </span>
  );
}
