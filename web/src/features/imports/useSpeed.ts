import { useEffect, useRef, useState } from "react";

interface Mark {
  at: number;
  rows: number;
}

const WINDOW_MS = 5000;

/** Rows per second over the last few seconds; undefined until two values are known. */
export function useSpeed(rows: number): number | undefined {
  const marks = useRef<Mark[]>([]);
  const [speed, setSpeed] = useState<number>();
  useEffect(() => {
    const now = performance.now();
    marks.current = [...marks.current.filter((mark) => now - mark.at < WINDOW_MS), { at: now, rows }];
    const [first] = marks.current;
    const last = marks.current.at(-1);
    if (first && last && last.at > first.at) setSpeed((1000 * (last.rows - first.rows)) / (last.at - first.at));
  }, [rows]);
  return speed;
}
