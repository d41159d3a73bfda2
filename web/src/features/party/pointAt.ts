/** The id of a piece's place on the page. */
export const placeId = (piece: string) => `piece-${piece}`;

/** Brings a piece of the timeline into sight and gives it the focus, if it is there and does not have it already. */
export function pointAt(piece: string, behavior: ScrollBehavior) {
  const place = document.getElementById(placeId(piece));
  if (!place || document.activeElement === place) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : behavior });
  place.focus({ preventScroll: true });
}
