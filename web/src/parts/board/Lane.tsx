import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import clsx from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./board.module.css";
import type { CardData } from "./Card";

interface Props {
  title: string;
  /** What the lane holds in all. */
  head: ReactNode;
  /** Called with a card that is dropped here. */
  take: (data: CardData) => void;
  /** The cards, as items of a list. */
  children: ReactNode;
}

/** A lane of a board: its head, and cards that scroll below it. */
export function Lane({ title, head, take, children }: Props) {
  const lane = useRef<HTMLElement>(null);
  const taking = useRef(take);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    taking.current = take;
  });
  useEffect(() => {
    if (!lane.current) return undefined;
    return dropTargetForElements({
      element: lane.current,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        taking.current(source.data);
      },
    });
  }, []);
  return (
    <section ref={lane} className={clsx(classes.lane, isOver && classes.laneOver)} aria-label={title}>
      <header className={classes.laneHead}>{head}</header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys */}
      <ul className={classes.cards} tabIndex={0} aria-label={title}>
        {children}
      </ul>
    </section>
  );
}
