import { useDebouncedCallback } from "@mantine/hooks";
import clsx from "clsx";
import { type CSSProperties, type UIEvent, useRef, useState } from "react";
import classes from "./Grid.module.css";

const REST_MS = 150;
const UNSLID = { at: 0, isMoving: false };

/**
 * The horizontal scroll position of a table, for sticky columns. A sticky box costs a compositing layer in every row, so
 * boxes are sticky only while the table scrolls sideways, and are positioned in place when it rests.
 */
export function useSlide() {
  const [slide, setSlide] = useState(UNSLID);
  const last = useRef(0);
  const rest = useDebouncedCallback(() => setSlide({ at: last.current, isMoving: false }), REST_MS);
  function onScroll({ currentTarget }: UIEvent<HTMLElement>) {
    const at = Math.abs(currentTarget.scrollLeft);
    if (at === last.current) return;
    last.current = at;
    setSlide((before) => (before.isMoving ? before : { at, isMoving: true }));
    rest();
  }
  return {
    onScroll,
    className: clsx(slide.isMoving && classes.moving, !slide.isMoving && slide.at > 0 && classes.slid),
    style: { "--slid": `${slide.at}px` } as CSSProperties,
  };
}
