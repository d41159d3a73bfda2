import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { ActionIcon, Menu } from "@mantine/core";
import clsx from "clsx";
import { EllipsisVertical } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "@/messages/messages";
import classes from "./board.module.css";

/** What a card carries to the lane on which it is dropped. */
export type CardData = Record<string, unknown>;

interface Props {
  data: CardData;
  name: string;
  /** The name, leading to its page. */
  link: ReactNode;
  /** A menu item for each lane that it can be moved to. */
  moves: ReactNode;
  /** Menu items for what else can be done with it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A card of a board. The menu does the same as dragging. */
export function Card({ data, name, link, moves, actions, children }: Props) {
  const card = useRef<HTMLLIElement>(null);
  const carried = useRef(data);
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    carried.current = data;
  });
  useEffect(() => {
    if (!card.current) return undefined;
    return draggable({
      element: card.current,
      getInitialData: () => carried.current,
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, []);
  return (
    <li ref={card} className={clsx(classes.card, isDragged && classes.dragged)}>
      <div className={classes.cardHead}>
        {link}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`${name}: ${t("board.move")}`}>
              <EllipsisVertical size={14} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("board.move")}</Menu.Label>
            {moves}
            {actions && <Menu.Divider />}
            {actions}
          </Menu.Dropdown>
        </Menu>
      </div>
      {children}
    </li>
  );
}
