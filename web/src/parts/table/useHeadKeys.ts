import { type KeyboardEvent, useState } from "react";
import { direction } from "@/messages/locale";
import { placeAfter } from "./placeAfter";
import type { Columns } from "./useColumns";
import { widthAfter } from "./widthAfter";

const NEAREST: ScrollIntoViewOptions = { block: "nearest", inline: "nearest" };

/** Focuses a header and scrolls it clear of sticky columns, which focusing alone would not do. */
function reach(name: HTMLElement | undefined) {
  name?.focus({ preventScroll: true });
  name?.closest("[role=columnheader]")?.scrollIntoView(NEAREST);
}

/** The keys of the column headers: together they are one tab stop, and arrows move among them. */
export function useHeadKeys<Row>(columns: Columns<Row>) {
  const [at, stopAt] = useState<string>();
  const { shown } = columns;
  const place = Math.max(0, shown.findIndex((column) => column.id === at));
  function resized(event: KeyboardEvent): boolean {
    const column = shown[place];
    const width = column && widthAfter({ key: event.key, shiftKey: false }, columns.widthOf(column), direction);
    if (!column || width === undefined) return false;
    columns.resize(column.id, width);
    return true;
  }
  function moved({ key, currentTarget }: KeyboardEvent): boolean {
    const next = placeAfter(key, place, shown.length, direction);
    if (next !== undefined) reach(currentTarget.querySelectorAll<HTMLElement>("[data-stop]")[next]);
    else if (key === "ArrowDown") currentTarget.closest<HTMLElement>("[role=grid]")?.focus();
    else return false;
    return true;
  }
  function hear(event: KeyboardEvent) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.shiftKey ? resized(event) : moved(event)) event.preventDefault();
  }
  return { stop: shown[place]?.id, stopAt, hear };
}
