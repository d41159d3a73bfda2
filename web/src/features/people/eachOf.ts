/** How many requests are under way at once. */
const ABREAST = 4;

/** Does something for each, a few at a time, and says how far it is; stops when told to. Returns what was done. */
export async function eachOf<Item>(
  items: Item[],
  deed: (item: Item) => Promise<unknown>,
  told: (done: number) => void,
  stop: AbortSignal,
): Promise<Item[]> {
  const done: Item[] = [];
  let next = 0;
  async function work() {
    while (next < items.length && !stop.aborted) {
      const item = items[next] as Item;
      next += 1;
      await deed(item);
      done.push(item);
      told(done.length);
    }
  }
  await Promise.all(Array.from({ length: Math.min(ABREAST, items.length) }, work));
  return done;
}
