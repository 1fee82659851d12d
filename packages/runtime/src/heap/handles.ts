// Host values that objects in linear memory refer to by number. A handle dies with its object.

/** Values by handle; 0 is never a handle. */
export class HandleTable<T> {
  readonly #values: (T | undefined)[] = [undefined];
  readonly #free: number[] = [];

  /** Handles in use. */
  get size(): number {
    return this.#values.length - 1 - this.#free.length;
  }

  add(value: T): number {
    const handle = this.#free.pop();
    if (handle === undefined) return this.#values.push(value) - 1;
    this.#values[handle] = value;
    return handle;
  }

  get(handle: number): T {
    return this.#values[handle] as T;
  }

  set(handle: number, value: T): void {
    this.#values[handle] = value;
  }

  remove(handle: number): void {
    this.#values[handle] = undefined;
    this.#free.push(handle);
  }
}
