import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { direction } from "@/messages/locale";
import { t } from "@/messages/messages";
import { NARROWEST, WIDEST } from "./column";
import classes from "./Grid.module.css";
import { widthAfter } from "./widthAfter";

interface Props {
  /** The label of the column. */
  column: string;
  width: number;
  resize: (width: number) => void;
}

/** The edge of a column, to be dragged or moved by keys; not in the tab order, since the header has keys for it too. */
export function ResizeGrip({ column, width, resize }: Props) {
  const begin = useRef<{ x: number; width: number }>(undefined);
  const sign = direction === "rtl" ? -1 : 1;
  function pull(event: PointerEvent) {
    if (begin.current) resize(begin.current.width + sign * (event.clientX - begin.current.x));
  }
  function hear(event: KeyboardEvent) {
    const next = widthAfter(event, width, direction);
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  }
  return (
    // In ARIA a movable separator is interactive.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("table.resize", { column })}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={-1}
      className={classes.grip}
      draggable
      onDragStart={(event) => {
        // The column itself can be dragged; dragging its edge must not start that.
        event.preventDefault();
        event.stopPropagation();
      }}
      onKeyDown={hear}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begin.current = { x: event.clientX, width };
      }}
      onPointerMove={pull}
      onPointerUp={() => {
        begin.current = undefined;
      }}
    />
  );
}
