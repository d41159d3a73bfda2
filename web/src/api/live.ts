import type { QueryClient } from "@tanstack/react-query";
import { keys } from "./keys";

/** The state of the live connection. */
export type Connection = "opening" | "open" | "lost";

interface Change {
  action: string;
  parties: string[];
  records?: string[];
}

interface ChangeEvent {
  at: string;
  actor: string;
  changes: Change[];
}

/** Actions after which everything has to be loaded again. */
const OVERTURNING = new Set([
  "vocabulary_used",
  "vocabulary_retired",
  "framework_used",
  "framework_retired",
  "pipeline_used",
  "pipeline_retired",
  "rebuilt",
  "restored",
  "kind_added",
  "time_zone_set",
  "exchange_rates_set",
]);

const SETTLE_MS = 150;

/** Follows the change feed and invalidates what changes make stale. One for the whole page. */
export class LiveUpdates {
  #source: EventSource | undefined;
  #connection: Connection = "opening";
  #listeners = new Set<() => void>();
  #pending: Change[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Whether anything may have changed that was not received. */
  #missed = false;

  constructor(private readonly queries: QueryClient) {}

  /** Starts to follow; the browser reconnects by itself and resumes. */
  open(address: string) {
    if (this.#source) return;
    const source = new EventSource(address);
    this.#source = source;
    source.addEventListener("open", () => this.#become("open"));
    source.addEventListener("error", () => this.#lose());
    source.addEventListener("change", (event) => this.#take(JSON.parse(event.data) as ChangeEvent));
    source.addEventListener("reset", () => void this.queries.invalidateQueries());
  }

  /** Stops following; what changes until it is opened again is loaded then. */
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
    // A source that gives up (its address answered with an error) has to be opened again.
    if (this.#source?.readyState === EventSource.CLOSED) {
      const { url } = this.#source;
      this.#source = undefined;
      this.#again = setTimeout(() => this.open(url), 3000);
    }
    this.#become("lost");
  }

  #become(next: Connection) {
    if (next === "lost") this.#missed = true;
    // What changed while no one listened is unknown.
    if (next === "open" && this.#missed) {
      this.#missed = false;
      void this.queries.invalidateQueries();
    }
    if (next === this.#connection) return;
    this.#connection = next;
    for (const listener of this.#listeners) listener();
  }

  #take(event: ChangeEvent) {
    this.#pending.push(...event.changes);
    this.#timer ??= setTimeout(() => this.#forget(), SETTLE_MS);
  }

  /** Many changes at once, as from an import, are handled together. */
  #forget() {
    this.#timer = undefined;
    const changes = this.#pending.splice(0);
    if (changes.some((change) => OVERTURNING.has(change.action))) {
      void this.queries.invalidateQueries();
      return;
    }
    const parties = new Set(changes.flatMap((change) => change.parties));
    for (const id of parties) void this.queries.invalidateQueries({ queryKey: keys.party(id) });
    if (changes.some((change) => change.action === "record_type_declared")) {
      void this.queries.invalidateQueries({ queryKey: keys.recordTypes });
    }
    if (changes.some((change) => change.action.startsWith("quote_") || change.action === "company_set")) {
      for (const queryKey of [keys.quotes, keys.company]) void this.queries.invalidateQueries({ queryKey });
    }
    if (changes.some((change) => change.records !== undefined)) {
      void this.queries.invalidateQueries({ queryKey: keys.allRecords });
    }
    if (changes.every((change) => change.parties.length === 0 && change.records !== undefined)) return;
    for (const queryKey of [keys.parties, keys.funnel, keys.imports]) void this.queries.invalidateQueries({ queryKey });
  }
}
