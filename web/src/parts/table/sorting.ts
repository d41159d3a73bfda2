/** What a list is sorted by: keys with commas between, the first counts most; a minus before one turns its order round. */

/** The place of a key among those that a list is sorted by. */
interface Sorted {
  place: number;
  descending: boolean;
  /** Whether it is sorted by others too. */
  among: boolean;
}

const keysOf = (sort: string) => sort.split(",").filter((key) => key !== "");

/** How a list is sorted by a key; undefined if it is not. */
export function sortedBy(sort: string, key: string): Sorted | undefined {
  const keys = keysOf(sort);
  const place = keys.findIndex((one) => one === key || one === `-${key}`);
  return place === -1 ? undefined : { place: place + 1, descending: keys[place] !== key, among: keys.length > 1 };
}

/** What a header says: the first key alone, since a table has one order for those who listen to it. */
export function ariaSort(sorted: Sorted | undefined): "ascending" | "descending" | "other" | "none" {
  if (!sorted) return "none";
  if (sorted.place > 1) return "other";
  return sorted.descending ? "descending" : "ascending";
}

/** The order after a header was pressed: by its key alone, or besides the others; again the other way round. */
export function sortAfter(sort: string, key: string, isBesides: boolean): string {
  const sorted = sortedBy(sort, key);
  if (!isBesides) return sorted?.place === 1 && !sorted.descending ? `-${key}` : key;
  const keys = keysOf(sort);
  if (!sorted) return [...keys, key].join();
  const rest = keys.filter((_, place) => place + 1 !== sorted.place);
  if (sorted.descending && rest.length > 0) return rest.join();
  return keys.with(sorted.place - 1, sorted.descending ? key : `-${key}`).join();
}
