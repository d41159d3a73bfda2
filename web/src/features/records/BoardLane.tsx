import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { namesQuery } from "@/api/party";
import { recordLaneQuery } from "@/api/records";
import type { RecordField, RecordFilter, RecordType, StoredRecord } from "@/api/wire";
import { Lane } from "@/parts/board/Lane";
import { MoreCards } from "@/parts/board/MoreCards";
import { ErrorState } from "@/parts/ErrorState";
import { MoneyText } from "@/parts/MoneyText";
import { NumberText } from "@/parts/NumberText";
import { partiesOf } from "@/parts/recordFields";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { BoardCard } from "./BoardCard";
import { ExchangedSum } from "./ExchangedSum";
import { inLane, type RecordLane } from "./lanes";
import classes from "./records.module.css";
import type { Moves } from "./useMoves";

interface Props {
  of: RecordType;
  by: RecordField;
  lane: RecordLane;
  others: RecordLane[];
  /** What the list is filtered by, beside the lane. */
  filter: RecordFilter | undefined;
  sort: string | undefined;
  moves: Moves;
  /** The row of a board in which it is, if there are several. */
  within?: string;
}

function Head({ lane }: { lane: RecordLane }) {
  return (
    <div className={classes.laneHead}>
      <h2 className={classes.laneTitle}>{lane.title}</h2>
      <NumberText value={lane.count} />
      {lane.sums.length > 0 && (
        <span className={classes.sums}>
          {lane.sums.map((sum) => (
            <MoneyText key={sum.currency} amount={sum} />
          ))}
          <ExchangedSum of={lane.exchanged} sums={lane.sums} which="total" />
        </span>
      )}
      {lane.weighted && lane.weighted.length > 0 && (
        <span className={classes.sums} title={t("records.board.weighted")}>
          <span className={classes.weighted}>{t("records.board.weighted")}</span>
          {lane.weighted.map((sum) => (
            <MoneyText key={sum.currency} amount={sum} />
          ))}
          <ExchangedSum of={lane.exchanged} sums={lane.weighted} which="weighted" />
        </span>
      )}
    </div>
  );
}

/** The records with one choice. */
export function BoardLane({ of, by, lane, others, filter, sort, moves, within }: Props) {
  const asked = recordLaneQuery(of.plural, inLane(by.name, lane.value, filter), sort);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(asked);
  const records = data?.pages.flatMap((page) => page.items) ?? [];
  const parties = new Map(records.map((record) => [record.id, partiesOf(of, record)]));
  const { data: names } = useQuery(namesQuery([...new Set([...parties.values()].flat())].sort()));
  return (
    <Lane
      title={within ? `${within}: ${lane.title}` : lane.title}
      head={<Head lane={lane} />}
      take={(dropped) => {
        const record = dropped.record as StoredRecord;
        if ((record.fields[by.name] ?? null) !== lane.value) moves.drop(record, lane);
      }}
    >
      {error && (
        <li>
          <ErrorState thrown={error} again={() => void refetch()} compact />
        </li>
      )}
      {!data && !error && (
        <li>
          <CardSkeleton />
        </li>
      )}
      {records.map((record) => (
        <BoardCard
          key={record.id}
          of={of}
          record={record}
          parties={(parties.get(record.id) ?? []).flatMap((id) => names?.get(id) ?? [])}
          others={others}
          isFollowed={moves.followed?.record === record.id && moves.followed.lane === lane.value}
          moves={moves}
        />
      ))}
      {hasNextPage && <MoreCards isLoading={isFetchingNextPage} load={fetchNextPage} />}
    </Lane>
  );
}
