import { useQuery } from "@tanstack/react-query";
import { namesQuery } from "@/api/party";
import { recordGroupsQuery } from "@/api/records";
import type { RecordField, RecordFilter, RecordGroup, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { NumberText } from "@/parts/NumberText";
import { t } from "@/messages/messages";
import type { Moves } from "../useMoves";
import classes from "./deals.module.css";
import { StageRow } from "./StageRow";

interface Props {
  of: RecordType;
  by: RecordField;
  filter: RecordFilter;
  sort: string | undefined;
  moves: Moves;
  /** What the rows are. */
  rows: "owner" | "account";
}

/** Each row asks for its own lanes. */
const MOST_ROWS = 20;

const byCount = (one: RecordGroup, other: RecordGroup) => other.count - one.count;

/** A row of lanes for each owner or account, those with the most deals first. */
export function SwimLanes({ rows, filter, ...lanes }: Props) {
  const { data, error, refetch } = useQuery(recordGroupsQuery(lanes.of.plural, { filter, by: rows }));
  const groups = [...(data ?? [])].sort(byCount);
  const shown = groups.slice(0, MOST_ROWS);
  const valueOf = (group: RecordGroup) => (group.by[rows] ?? null) as string | null;
  const ids = rows === "account" ? shown.flatMap((group) => valueOf(group) ?? []).sort() : [];
  const { data: names } = useQuery(namesQuery(ids));
  const nameOf = (value: string | null) => {
    if (value === null) return t(rows === "owner" ? "deals.board.swim.nobody" : "deals.board.swim.noAccount");
    return rows === "owner" ? value : (names?.get(value) ?? value);
  };
  if (error && !data) return <ErrorState thrown={error} again={() => void refetch()} />;
  return (
    <div className={classes.rows}>
      {shown.map((group) => {
        const value = valueOf(group);
        return (
          <div key={value ?? ""} className={classes.row}>
            <h2 className={classes.rowHead}>
              {nameOf(value)} <NumberText value={group.count} />
            </h2>
            <StageRow {...lanes} filter={{ and: [filter, group.filter] }} label={nameOf(value)} isRow />
          </div>
        );
      })}
      {groups.length > MOST_ROWS && <p className={classes.note}>{t("deals.board.swim.more", { count: groups.length - MOST_ROWS })}</p>}
    </div>
  );
}
