// Counts what a property reached, so that a property that tests nothing fails.

/** Named counts. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, amount = 1): void {
    this.#counts.set(name, this.count(name) + amount);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** All counts, by name. */
  all(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  /**
   * Fails when something was reached less often than that.
   * @throws Error with all counts.
   */
  demand(floors: Readonly<Record<string, number>>): void {
    const missed = Object.entries(floors).filter(([name, floor]) => this.count(name) < floor);
    if (missed.length === 0) return;
    const text = this.all().map(([name, count]) => `${name}: ${count}`);
    throw new Error(
      `reached too rarely: ${missed.map(([name, floor]) => `${name} (${floor})`).join(", ")}\n${text.join("\n")}`,
    );
  }
}
