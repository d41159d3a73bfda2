/** How many requests run at once. */
const ABREAST = 4;

/** Does something for each, a few at a time, and reports the progress; stops on request. Returns what was done. */
export async function eachOf<Item>(
  items: Item[],
  action: (item: Item) => Promise<unknown>,
  report: (done: number) => void,
  stop: AbortSignal,
): Promise<Item[]> {
  const done: Item[] = [];
  let next = 0;
  async function work() {
    while (next < items.length && !stop.aborted) {
      const item = items[next] as Item;
      next += 1;
      await action(item);
      done.push(item);
      report(done.length);
    }
  }
  await Promise.all(Array.from({ length: Math.min(ABREAST, items.length) }, work));
  return done;
}
