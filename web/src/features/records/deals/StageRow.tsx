import { useQuery } from "@tanstack/react-query";
import { recordGroupsQuery } from "@/api/records";
import type { RecordField, RecordFilter, RecordType } from "@/api/wire";
import board from "@/parts/board/board.module.css";
import { ErrorState } from "@/parts/ErrorState";
import { moneyField } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import { BoardLane } from "../BoardLane";
import { lanesOf } from "../lanes";
import type { Moves } from "../useMoves";

interface Props {
  of: RecordType;
  /** The field with the stage; its choices are those of the pipeline. */
  by: RecordField;
  filter: RecordFilter;
  sort: string | undefined;
  moves: Moves;
  label: string;
  /** Whether it is one of several rows, whose lanes need names of their own. */
  isRow?: boolean;
}

/** A lane for each stage of a pipeline. */
export function StageRow({ of, by, filter, sort, moves, label, isRow }: Props) {
  const groups = useQuery(recordGroupsQuery(of.plural, { filter, by: by.name, sum: moneyField(of)?.name }));
  const lanes = lanesOf(by, groups.data, t("records.board.none", { title: by.title.toLowerCase() }));
  if (groups.error && !groups.data) return <ErrorState thrown={groups.error} again={() => void groups.refetch()} />;
  return (
    <section className={board.board} aria-label={label}>
      {lanes.map((lane) => (
        <BoardLane
          key={lane.value ?? ""}
          of={of}
          by={by}
          lane={lane}
          others={lanes.filter((one) => one.value !== lane.value)}
          filter={filter}
          sort={sort}
          moves={moves}
          {...(isRow && { within: label })}
        />
      ))}
    </section>
  );
}
