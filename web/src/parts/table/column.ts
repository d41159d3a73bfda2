import type { CSSProperties, ReactNode } from "react";

/** How the text of a cell is typed or chosen. */
export interface CellInput {
  type?: "date" | "datetime-local" | "email" | "tel" | "url";
  inputMode?: "decimal" | "numeric";
  /** The only texts there are. */
  options?: { value: string; label: string }[];
}

/** A column of a table: its label, width and cells. */
export interface Column<Row> {
  id: string;
  label: string;
  width: number;
  /** What the server sorts by. */
  sort?: string;
  /** Numbers are aligned to the end of the cell. */
  numeric?: boolean;
  /** Stays visible at the start of its row while the others scroll sideways. */
  stays?: boolean;
  /** The text that can be edited in place. */
  edit?: (row: Row) => string;
  /** What it is edited with, if that is not a line of text. */
  input?: CellInput;
  /** The problem of a text that is to be saved. */
  check?: (text: string) => string | undefined;
  /** The content of the cell. */
  cell: (row: Row) => ReactNode;
}

/** The column of checkboxes, which comes before all others. */
export const PICK_PX = 40;

/** The styles of a cell: the width of its column, and its sticky position. */
export function styleOf({ stays }: Pick<Column<never>, "stays">, widths: number[], place: number): CSSProperties {
  const width = widths[place];
  if (!stays) return { width };
  const at = widths.slice(0, place).reduce((sum, one) => sum + one, PICK_PX);
  return { width, "--stays-at": `${at}px`, "--stays-width": `${width}px` } as CSSProperties;
}

export const NARROWEST = 64;
export const WIDEST = 640;
