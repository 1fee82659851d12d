// A handle table of a machine that was restored from an image: values that are functions of the runtime are made when they are asked
// for first.

import { HandleTable } from "./handles.ts";

/** Values by handle, some of them not there yet. */
export class LinkedHandleTable<T> extends HandleTable<T> {
  /** Handles before this one came with the image. */
  #imageEnd = 0;
  /** Those of them that died before their value was asked for. */
  readonly #gone = new Set<number>();
  #link: ((handle: number) => void) | null = null;

  override get(handle: number): T {
    const value = this.values[handle];
    return value !== undefined ? value : this.#linked(handle);
  }

  override remove(handle: number): void {
    if (handle < this.#imageEnd) this.#gone.add(handle);
    super.remove(handle);
  }

  /** From now on `link` is asked for the values that are not there: it calls {@link fill}. */
  linkWith(link: (handle: number) => void): void {
    this.#imageEnd = this.end;
    this.#link = link;
  }

  /** The value of a handle that came with the image; nothing happens when it is there, or the handle is used for another by now. */
  fill(handle: number, value: T): void {
    if (this.values[handle] === undefined && !this.#gone.has(handle)) this.values[handle] = value;
  }

  #linked(handle: number): T {
    if (handle < this.#imageEnd && this.#link !== null) this.#link(handle);
    return this.values[handle] as T;
  }
}
