import type { CSSProperties, ReactNode } from "react";

/** A column of a table: what it is called, how wide it is, and what stands in it. */
export interface Column<Row> {
  id: string;
  label: string;
  width: number;
  /** What the server sorts by. */
  sort?: string;
  /** Numbers stand at the end of their cell. */
  numeric?: boolean;
  /** Stays in sight at the beginning of its row while the others are scrolled sideways. */
  stays?: boolean;
  /** The text that can be edited in place. */
  edit?: (row: Row) => string;
  /** What is wrong with a text that is to be kept. */
  check?: (text: string) => string | undefined;
  /** What stands in the cell. */
  cell: (row: Row) => ReactNode;
}

/** The column of the boxes, which comes before all others. */
export const PICK_PX = 40;

/** What draws a cell in the width of its column, and keeps it in sight where it stays. */
export function styleOf({ stays }: Pick<Column<never>, "stays">, widths: number[], place: number): CSSProperties {
  const width = widths[place];
  if (!stays) return { width };
  const at = widths.slice(0, place).reduce((sum, one) => sum + one, PICK_PX);
  return { width, "--stays-at": `${at}px`, "--stays-width": `${width}px` } as CSSProperties;
}

export const NARROWEST = 64;
export const WIDEST = 640;
