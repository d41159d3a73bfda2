import type { QueryClient } from "@tanstack/react-query";
import { keys } from "./keys";

/** Whether changes arrive by themselves at the moment. */
export type Connection = "opening" | "open" | "lost";

interface Change {
  action: string;
  parties: string[];
}

interface Told {
  at: string;
  actor: string;
  changes: Change[];
}

/** Actions after which a word may mean something else. */
const WORDS = new Set(["vocabulary_used", "vocabulary_retired", "rebuilt", "restored", "kind_added"]);

const SETTLE_MS = 150;

/** Follows the feed of changes and forgets the answers that they make old. One for the whole page. */
export class LiveUpdates {
  #source: EventSource | undefined;
  #connection: Connection = "opening";
  #listeners = new Set<() => void>();
  #pending: Change[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Whether anything may have changed that was not told. */
  #missed = false;

  constructor(private readonly queries: QueryClient) {}

  /** Begins to follow; the browser reconnects by itself and says where it was. */
  open(address: string) {
    if (this.#source) return;
    const source = new EventSource(address);
    this.#source = source;
    source.addEventListener("open", () => this.#become("open"));
    source.addEventListener("error", () => this.#lose());
    source.addEventListener("change", (event) => this.#take(JSON.parse(event.data) as Told));
    source.addEventListener("reset", () => void this.queries.invalidateQueries());
  }

  /** Stops to follow; what changes until it is opened again is asked for then. */
  close() {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#timer = undefined;
    this.#pending = [];
    this.#missed = true;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  connection = () => this.#connection;

  #lose() {
    // A source that gives up (its address answered with an error) has to be made anew.
    if (this.#source?.readyState === EventSource.CLOSED) {
      const { url } = this.#source;
      this.#source = undefined;
      this.#again = setTimeout(() => this.open(url), 3000);
    }
    this.#become("lost");
  }

  #become(next: Connection) {
    if (next === "lost") this.#missed = true;
    // What changed while nobody listened is unknown.
    if (next === "open" && this.#missed) {
      this.#missed = false;
      void this.queries.invalidateQueries();
    }
    if (next === this.#connection) return;
    this.#connection = next;
    for (const listener of this.#listeners) listener();
  }

  #take(told: Told) {
    this.#pending.push(...told.changes);
    this.#timer ??= setTimeout(() => this.#forget(), SETTLE_MS);
  }

  /** Many changes at once, as an import makes them, are forgotten together. */
  #forget() {
    this.#timer = undefined;
    const changes = this.#pending.splice(0);
    if (changes.some((change) => WORDS.has(change.action))) {
      void this.queries.invalidateQueries();
      return;
    }
    const parties = new Set(changes.flatMap((change) => change.parties));
    for (const id of parties) void this.queries.invalidateQueries({ queryKey: keys.party(id) });
    for (const queryKey of [keys.parties, keys.funnel, keys.imports]) void this.queries.invalidateQueries({ queryKey });
  }
}
