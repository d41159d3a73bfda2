/** The selected rows: some by id, or all matches except some. */
export interface Selection {
  all: boolean;
  /** The selected ids, or the excluded ones if all are selected. */
  ids: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, ids: new Set() };

export const isChosen = (selection: Selection, id: string) => selection.ids.has(id) !== selection.all;

/** How many of the matches are selected. */
export const countChosen = (selection: Selection, total: number) =>
  selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size;

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ...selection, ids };
}

/** The selection with some more rows in it. */
export function withAlso(selection: Selection, more: string[]): Selection {
  const ids = new Set(selection.ids);
  for (const id of more) {
    if (selection.all) ids.delete(id);
    else ids.add(id);
  }
  return { ...selection, ids };
}
