import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { countQuery, laneQuery, type PartyRequest } from "@/api/parties";
import type { Party, Stage, Vocabulary } from "@/api/wire";
import { Lane } from "@/parts/board/Lane";
import { MoreCards } from "@/parts/board/MoreCards";
import type { Filter } from "@/parts/filter/filter";
import { ErrorState } from "@/parts/ErrorState";
import { NumberText } from "@/parts/NumberText";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import type { Wish } from "./Board";
import { BoardCard } from "./BoardCard";

interface Props {
  request: PartyRequest;
  vocabulary: Vocabulary;
  stage: Stage;
  wishFor: (wish: Wish) => void;
  convert: (party: string) => void;
}

function inStage(request: PartyRequest, vocabulary: string, stage: string): PartyRequest {
  const here: Filter = { stage: { vocabulary, one_of: [stage] } };
  return { ...request, filter: request.filter === undefined ? here : { and: [request.filter as Filter, here] } };
}

/** The parties in one stage. */
export function BoardLane({ request, vocabulary, stage, wishFor, convert }: Props) {
  const asked = inStage(request, vocabulary.name, stage.name);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(laneQuery(asked));
  const { data: count } = useQuery(countQuery(asked));
  const cards = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Lane
      title={stage.title}
      head={
        <>
          <StageBadge vocabulary={vocabulary} stage={stage.name} />
          <NumberText value={count?.count} />
        </>
      }
      take={(dropped) => {
        const party = dropped.party as Party;
        if (party.stages[vocabulary.name] !== stage.name) wishFor({ party, stage });
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
      {cards.map((party) => (
        <BoardCard key={party.id} party={party} vocabulary={vocabulary} stage={stage} wishFor={wishFor} convert={convert} />
      ))}
      {hasNextPage && <MoreCards isLoading={isFetchingNextPage} load={fetchNextPage} />}
    </Lane>
  );
}
