import type { RecordsSearch } from "./search";

/** How the lists of records were left in this tab, so that their records lead back there. */

const keyOf = (plural: string) => `casebook.left.${plural}`;

/** Notes how a list is shown; without its dialogs, which nobody wants to come back to. */
export function leave(plural: string, { q, sort, view, by, filter }: RecordsSearch) {
  try {
    sessionStorage.setItem(keyOf(plural), JSON.stringify({ q, sort, view, by, filter }));
  } catch {
    // Without storage, records lead back to the list as it begins.
  }
}

/** How a list was left; as it begins if it was not seen yet. */
export function leftAt(plural: string): RecordsSearch {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(plural)) ?? "{}") as RecordsSearch;
  } catch {
    return {};
  }
}
