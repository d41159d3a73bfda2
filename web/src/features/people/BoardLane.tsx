import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { countQuery, laneQuery, type PartyRequest } from "@/api/parties";
import type { Party, Stage, Vocabulary } from "@/api/wire";
import type { Filter } from "@/parts/filter/filter";
import { ErrorState } from "@/parts/ErrorState";
import { NumberText } from "@/parts/NumberText";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { t } from "@/messages/messages";
import type { Wish } from "./Board";
import { BoardCard } from "./BoardCard";
import classes from "./people.module.css";

interface Props {
  request: PartyRequest;
  vocabulary: Vocabulary;
  stage: Stage;
  wishFor: (wish: Wish) => void;
}

function inStage(request: PartyRequest, vocabulary: string, stage: string): PartyRequest {
  const here: Filter = { stage: { vocabulary, one_of: [stage] } };
  return { ...request, filter: request.filter === undefined ? here : { and: [request.filter as Filter, here] } };
}

/** The parties in one stage. */
export function BoardLane({ request, vocabulary, stage, wishFor }: Props) {
  const lane = useRef<HTMLElement>(null);
  const [isOver, setOver] = useState(false);
  const asked = inStage(request, vocabulary.name, stage.name);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(laneQuery(asked));
  const { data: count } = useQuery(countQuery(asked));
  useEffect(() => {
    if (!lane.current) return undefined;
    return dropTargetForElements({
      element: lane.current,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const party = source.data.party as Party;
        if (party.stages[vocabulary.name] !== stage.name) wishFor({ party, stage });
      },
    });
  }, [vocabulary.name, stage, wishFor]);
  const cards = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section ref={lane} className={clsx(classes.lane, isOver && classes.laneOver)} aria-label={stage.title}>
      <header className={classes.laneHead}>
        <StageBadge vocabulary={vocabulary} stage={stage.name} />
        <NumberText value={count?.count} />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys */}
      <ul className={classes.cards} tabIndex={0} aria-label={stage.title}>
        {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
        {!data && !error && <CardSkeleton />}
        {cards.map((party) => (
          <BoardCard key={party.id} party={party} vocabulary={vocabulary} stage={stage} wishFor={wishFor} />
        ))}
        {hasNextPage && (
          <li>
            <Button fullWidth size="xs" variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("board.more")}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}
