import { NARROWEST, WIDEST } from "./column";

const STEP = 16;
const LONG_STEP = 40;

interface Key {
  key: string;
  shiftKey: boolean;
}

/** The width of a column after a key: arrows step, more with Shift; Home and End go to the limits. */
export function widthAfter({ key, shiftKey }: Key, width: number, direction: "ltr" | "rtl"): number | undefined {
  if (key === "Home") return NARROWEST;
  if (key === "End") return WIDEST;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const isWider = (key === "ArrowRight") === (direction === "ltr");
  const step = shiftKey ? LONG_STEP : STEP;
  return Math.min(WIDEST, Math.max(NARROWEST, width + (isWider ? step : -step)));
}
