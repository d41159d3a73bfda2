import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { ActionIcon, Menu } from "@mantine/core";
import clsx from "clsx";
import { EllipsisVertical } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import type { Party, Stage, Vocabulary } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { StageBadge } from "@/parts/StageBadge";
import { StandingBadge } from "@/parts/StandingBadge";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import type { Wish } from "./Board";
import classes from "./people.module.css";

interface Props {
  party: Party;
  vocabulary: Vocabulary;
  stage: Stage;
  wishFor: (wish: Wish) => void;
}

/** A party on the board. The menu does the same as dragging. */
export const BoardCard = memo(function BoardCard({ party, vocabulary, stage, wishFor }: Props) {
  const card = useRef<HTMLLIElement>(null);
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    if (!card.current) return undefined;
    return draggable({
      element: card.current,
      getInitialData: () => ({ party }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [party]);
  const others = vocabulary.stages.filter((one) => one.name !== stage.name);
  return (
    <li ref={card} className={clsx(classes.card, isDragged && classes.dragged)}>
      <div className={classes.cardHead}>
        <TextLink to="/parties/$id" params={{ id: party.id }} className={classes.name ?? ""} draggable={false}>
          {party.name}
        </TextLink>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${party.name}: ${t("board.move")}`}>
              <EllipsisVertical size={14} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("board.move")}</Menu.Label>
            {others.map((other) => (
              <Menu.Item key={other.name} onClick={() => wishFor({ party, stage: other })}>
                <StageBadge vocabulary={vocabulary} stage={other.name} still />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.cardAbout}>{[party.title, party.company ?? party.city].filter(Boolean).join(" · ")}</div>
      <div className={classes.cardFoot}>
        <StandingBadge standing={party.standing} party={party.id} />
        <span>
          <DateText time={party.stages_since[vocabulary.name]} />
        </span>
      </div>
    </li>
  );
});
