import { useQuery } from "@tanstack/react-query";
import { recordGroupsQuery } from "@/api/records";
import type { RecordField, RecordType } from "@/api/wire";
import classes from "@/parts/board/board.module.css";
import { ErrorState } from "@/parts/ErrorState";
import { moneyField } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import { BoardLane } from "./BoardLane";
import { lanesOf } from "./lanes";
import { useMoves } from "./useMoves";
import type { RecordList } from "./useRecordList";

interface Props {
  of: RecordType;
  /** The field whose choices are the lanes. */
  by: RecordField;
  list: RecordList;
}

/** The records of a type in lanes, one for each choice of a field. */
export default function RecordBoard({ of, by, list: { request, search } }: Props) {
  const groups = useQuery(recordGroupsQuery(of.plural, { filter: request.filter, by: by.name, sum: moneyField(of)?.name }));
  const moves = useMoves(of, by);
  const lanes = lanesOf(by, groups.data, t("records.board.none", { title: by.title.toLowerCase() }));
  if (groups.error && !groups.data) return <ErrorState thrown={groups.error} again={() => void groups.refetch()} />;
  return (
    <section className={classes.board} aria-label={t("view.board")}>
      {lanes.map((lane) => (
        <BoardLane
          key={lane.value ?? ""}
          of={of}
          by={by}
          lane={lane}
          others={lanes.filter((one) => one.value !== lane.value)}
          filter={request.filter}
          sort={search.sort}
          moves={moves}
        />
      ))}
    </section>
  );
}
