// How often exits were taken, from what is left in their counters: a trace counts an exit only to see that it gets hot.

import { type CounterState, counterState, makeCounter } from "@tjit/specializer";

/**
 * Times that an exit has been taken, given its counter's word now, where it started and how it restarts each time it has run down, by
 * exponent. A lower bound once it starts again with the last row. `undefined` for a counter that stopped counting.
 */
export function timesTaken(word: number, start: CounterState, restart: readonly CounterState[]): number | undefined {
  const now = counterState(word);
  let total = 0;
  for (let from: CounterState | undefined = start; from !== undefined;) {
    if (from.exponent === now.exponent && now.value <= from.value) return total + from.value - now.value;
    total += from.value + 1;
    const next: CounterState | undefined = restart[from.exponent];
    from = next !== undefined && makeCounter(next) !== makeCounter(from) ? next : undefined;
  }
  return undefined;
}
