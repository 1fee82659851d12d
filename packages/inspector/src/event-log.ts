// Keeps events with the time at which they came. The clock is the embedder's; without one all times are 0.

import type { InspectorEvent } from "./events.ts";

/** An event and when it came, in milliseconds of the log's clock. */
export interface LoggedEvent {
  readonly time: number;
  readonly event: InspectorEvent;
}

/** What a log needs. */
export interface EventLogOptions {
  /** Milliseconds from some origin. */
  readonly clock?: () => number;
  /** Events kept; older ones are dropped. Without it: all. */
  readonly capacity?: number;
}

/** A listener that remembers. */
export class EventLog {
  readonly #clock: () => number;
  readonly #capacity: number;
  #entries: LoggedEvent[] = [];

  /** Pass this to the virtual machine. */
  readonly listener: (event: InspectorEvent) => void = (event) => {
    this.#entries.push({ time: this.#clock(), event });
    // Dropping half at a time keeps this cheap.
    if (this.#entries.length > 2 * this.#capacity) this.#entries = this.#entries.slice(-this.#capacity);
  };

  constructor({ clock = () => 0, capacity = Number.POSITIVE_INFINITY }: EventLogOptions = {}) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  /** Events in the order in which they came. */
  get entries(): readonly LoggedEvent[] {
    return this.#capacity === Number.POSITIVE_INFINITY ? this.#entries : this.#entries.slice(-this.#capacity);
  }
}
