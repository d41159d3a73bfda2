import type { KeyboardEvent } from "react";
import { direction } from "@/messages/locale";

/** A cell. */
export interface Place {
  row: number;
  column: number;
}

interface Keys {
  active: Place;
  rows: number;
  columns: number;
  /** How many rows are visible. */
  page: number;
  move: (to: Place) => void;
  open: () => void;
  edit: () => void;
  choose: () => void;
  chooseAll: () => void;
  clear: () => void;
}

const FORWARD = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
const BACKWARD = direction === "rtl" ? "ArrowRight" : "ArrowLeft";

function stepOf(key: string, page: number): [rows: number, columns: number] | undefined {
  if (key === "ArrowDown" || key === "j") return [1, 0];
  if (key === "ArrowUp" || key === "k") return [-1, 0];
  if (key === FORWARD || key === "l") return [0, 1];
  if (key === BACKWARD || key === "h") return [0, -1];
  if (key === "PageDown") return [page, 0];
  if (key === "PageUp") return [-page, 0];
  return undefined;
}

const within = (place: number, count: number) => Math.max(0, Math.min(count - 1, place));

/** The keys of a table; returns the key handler. */
export function useGridKeys(keys: Keys): (event: KeyboardEvent) => void {
  const { active, rows, columns } = keys;
  const actions: Record<string, () => void> = {
    Enter: keys.open,
    e: keys.edit,
    F2: keys.edit,
    x: keys.choose,
    " ": keys.choose,
    Escape: keys.clear,
    Home: () => keys.move({ row: 0, column: active.column }),
    End: () => keys.move({ row: within(rows - 1, rows), column: active.column }),
  };
  return (event) => {
    if (event.altKey || rows === 0) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "a") return;
      event.preventDefault();
      keys.chooseAll();
      return;
    }
    const step = stepOf(event.key, keys.page);
    const action = actions[event.key];
    if (!step && !action) return;
    event.preventDefault();
    if (step) keys.move({ row: within(active.row + step[0], rows), column: within(active.column + step[1], columns) });
    else action?.();
  };
}
