/** The place that a key moves to in a row of items; undefined for other keys. */
export function placeAfter(key: string, place: number, count: number, direction: "ltr" | "rtl"): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const isForward = (key === "ArrowRight") === (direction === "ltr");
  return Math.min(count - 1, Math.max(0, place + (isForward ? 1 : -1)));
}
