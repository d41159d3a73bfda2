import { useCallback, useMemo, useState } from "react";
import { remember, remembered } from "@/shell/remembered";
import { type Column, NARROWEST, WIDEST } from "./column";

interface Kept {
  /** The columns that are shown, in their order. */
  shown: string[];
  widths: Record<string, number>;
}

/** Which columns are shown, in which order and width; remembered under the name of the table. */
export interface Columns<Row> {
  all: Column<Row>[];
  shown: Column<Row>[];
  widthOf: (column: Column<Row>) => number;
  resize: (id: string, width: number) => void;
  /** Puts a column before another, or at the end. */
  move: (id: string, before: string | undefined) => void;
  toggle: (id: string) => void;
  reset: () => void;
}

/** What can be chosen about columns, whatever their rows are. */
export type ColumnChoice = Pick<Columns<never>, "all" | "shown" | "move" | "toggle" | "reset">;

export function useColumns<Row>(table: string, all: Column<Row>[], standard: string[]): Columns<Row> {
  const name = `columns.${table}`;
  const [kept, setKept] = useState<Kept>(() => remembered(name, { shown: standard, widths: {} }));
  const keep = useCallback(
    (change: (before: Kept) => Kept) =>
      setKept((before) => {
        const after = change(before);
        remember(name, after);
        return after;
      }),
    [name],
  );
  return useMemo(() => {
    const shown = kept.shown.flatMap((id) => all.find((column) => column.id === id) ?? []);
    const move = (id: string, before: string | undefined) =>
      keep(({ shown: ids, widths }) => {
        const others = ids.filter((one) => one !== id);
        const place = before === undefined ? others.length : others.indexOf(before);
        return { shown: others.toSpliced(place, 0, id), widths };
      });
    return {
      all,
      shown: shown.length > 0 ? shown : all.slice(0, 1),
      widthOf: (column) => kept.widths[column.id] ?? column.width,
      resize: (id, width) =>
        keep((before) => ({
          ...before,
          widths: { ...before.widths, [id]: Math.round(Math.min(WIDEST, Math.max(NARROWEST, width))) },
        })),
      move,
      toggle: (id) =>
        keep(({ shown: ids, widths }) => ({
          shown: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id],
          widths,
        })),
      reset: () => keep(() => ({ shown: standard, widths: {} })),
    };
  }, [all, standard, kept, keep]);
}
