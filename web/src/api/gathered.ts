const GATHER_MS = 10;

interface Waiting<Value> {
  id: string;
  answer: (value: Value | null) => void;
  refuse: (reason: unknown) => void;
}

/** Asks for many by their ids at once, however many places ask for one each at about the same time. */
export function gathered<Value>(load: (ids: string[]) => Promise<Map<string, Value>>): (id: string) => Promise<Value | null> {
  let waiting: Waiting<Value>[] = [];
  async function ask() {
    const asked = waiting;
    waiting = [];
    try {
      const found = await load([...new Set(asked.map((one) => one.id))]);
      for (const { id, answer } of asked) answer(found.get(id) ?? null);
    } catch (thrown) {
      for (const { refuse } of asked) refuse(thrown);
    }
  }
  return (id) =>
    new Promise((answer, refuse) => {
      if (waiting.length === 0) setTimeout(() => void ask(), GATHER_MS);
      waiting.push({ id, answer, refuse });
    });
}
