// What formatting has parsed before, by its text: programs use few formats, many times.

import { type FormatSpec } from "./format-spec.ts";
import { type Piece } from "./format-fields.ts";
import { type PercentTemplate } from "./percent.ts";

const most = 500;

/** Values by text; forgets them all when they are too many. */
export class TextCache<T> {
  readonly #values = new Map<string, T>();

  get(text: string): T | undefined {
    return this.#values.get(text);
  }

  /** Remembers a value, which it returns. */
  add(text: string, value: T): T {
    if (this.#values.size >= most) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}

/** The caches of one machine. */
export class FormatCaches {
  /** Specifications by how values are aligned unless they say so. */
  readonly specs = { "<": new TextCache<FormatSpec>(), ">": new TextCache<FormatSpec>() };
  /** Of str.format. */
  readonly templates = new TextCache<readonly Piece[]>();
  /** Of `%`. */
  readonly percent = new TextCache<PercentTemplate | null>();
}
