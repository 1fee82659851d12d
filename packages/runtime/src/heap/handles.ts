// Host values that objects in linear memory refer to by number. A handle dies with its object.

/** Values by handle; 0 is never a handle. */
export class HandleTable<T> {
  protected readonly values: (T | undefined)[] = [undefined];
  readonly #free: number[] = [];

  /** Handles in use. */
  get size(): number {
    return this.values.length - 1 - this.#free.length;
  }

  /** How many handles there have been; the next new one. */
  get end(): number {
    return this.values.length;
  }

  /** Handles that are used next, last first. */
  get free(): readonly number[] {
    return this.#free;
  }

  add(value: T): number {
    const handle = this.#free.pop();
    if (handle === undefined) return this.values.push(value) - 1;
    this.values[handle] = value;
    return handle;
  }

  get(handle: number): T {
    return this.values[handle] as T;
  }

  /** The value if it is there already: a machine that was restored from an image makes some values late. */
  peek(handle: number): T | undefined {
    return this.values[handle];
  }

  set(handle: number, value: T): void {
    this.values[handle] = value;
  }

  remove(handle: number): void {
    this.values[handle] = undefined;
    this.#free.push(handle);
  }

  /** Fills an empty table: handles before `end` are used but for the `free` ones; `values` has their values where they are known. */
  restore(end: number, free: readonly number[], values: readonly (T | null)[] = []): void {
    this.values.length = end;
    for (let index = 0; index < values.length; index++) this.values[index + 1] = values[index] ?? undefined;
    this.#free.push(...free);
  }
}
