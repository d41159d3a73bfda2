/** The id of a piece's place on the page. */
export const placeId = (piece: string) => `piece-${piece}`;

/** Scrolls a piece of the timeline into view and focuses it, if it is loaded and not focused. */
export function pointAt(piece: string, behavior: ScrollBehavior) {
  const place = document.getElementById(placeId(piece));
  if (!place || document.activeElement === place) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : behavior });
  place.focus({ preventScroll: true });
}
