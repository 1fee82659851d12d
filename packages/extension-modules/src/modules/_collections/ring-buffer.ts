// A growable ring of references: constant time at both ends. Owns nothing by itself.

/** The items of a deque. */
export class RingBuffer {
  #slots: number[] = new Array<number>(8).fill(0);
  #head = 0;
  length = 0;
  /** Counts changes, for iterators. */
  version = 0;

  get(index: number): number {
    return this.#slots[(this.#head + index) & (this.#slots.length - 1)] as number;
  }

  set(index: number, reference: number): void {
    this.#slots[(this.#head + index) & (this.#slots.length - 1)] = reference;
  }

  pushBack(reference: number): void {
    this.#grow();
    this.length++;
    this.set(this.length - 1, reference);
    this.version++;
  }

  pushFront(reference: number): void {
    this.#grow();
    this.#head = (this.#head - 1) & (this.#slots.length - 1);
    this.length++;
    this.set(0, reference);
    this.version++;
  }

  /** The last item; the ring must not be empty. */
  popBack(): number {
    const reference = this.get(this.length - 1);
    this.length--;
    this.version++;
    return reference;
  }

  /** The first item; the ring must not be empty. */
  popFront(): number {
    const reference = this.get(0);
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.length--;
    this.version++;
    return reference;
  }

  /** All items, in order, which leave the ring. */
  takeAll(): number[] {
    const items = this.toArray();
    this.#slots = new Array<number>(8).fill(0);
    this.#head = 0;
    this.length = 0;
    this.version++;
    return items;
  }

  toArray(): number[] {
    const items: number[] = [];
    for (let index = 0; index < this.length; index++) items.push(this.get(index));
    return items;
  }

  #grow(): void {
    if (this.length < this.#slots.length) return;
    const items = this.toArray();
    this.#slots = items.concat(new Array<number>(items.length).fill(0));
    this.#head = 0;
  }
}
