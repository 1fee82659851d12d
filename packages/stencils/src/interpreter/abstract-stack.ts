// The evaluation stack while a handler is being built: the topmost values are in Wasm locals, the rest is in memory.
//
//            sp at entry            top (a Position)
//   memory …  x  y  │                  │
//                   a   b   c ─────────┘     cached items: each has a node, and a home when memory holds it too
//
// Storing an item to its own place is skipped when it already is there. Nothing is stored until `flush`.

import type { Representation } from "@tjit/ir";
import { BuilderError } from "../builder/builder-error.ts";
import type { Node } from "../builder/node.ts";
import { origin, type Position, samePosition, slotsBelow } from "./position.ts";

/** A value in a local. `home`: the place in memory that holds the same value. */
export interface CachedItem {
  readonly node: Node;
  readonly representation: Representation;
  readonly home: Position | undefined;
}

/** Reads and writes stack slots on behalf of the stack. */
export interface SlotAccess {
  load(position: Position): Node;
  store(position: Position, value: Node): void;
}

/** A state of the stack, to go back to on an error path. */
export interface StackSnapshot {
  readonly top: Position;
  readonly items: readonly CachedItem[];
}

/** The abstract stack of one handler. */
export class AbstractStack {
  readonly #access: SlotAccess;
  #top: Position = origin;
  #items: CachedItem[] = [];

  constructor(access: SlotAccess) {
    this.#access = access;
  }

  get top(): Position {
    return this.#top;
  }

  snapshot(): StackSnapshot {
    return { top: this.#top, items: [...this.#items] };
  }

  /** Takes the top value, from its local or from memory. */
  pop(representation: Representation): CachedItem {
    this.#top = slotsBelow(this.#top, 1);
    const cached = this.#items.pop();
    if (cached === undefined) {
      if (representation === "f64" || representation === "i64")
        throw new BuilderError("an unboxed value is not in memory");
      return { node: this.#access.load(this.#top), representation, home: this.#top };
    }
    if (cached.node.type !== typeOfRepresentation(representation)) {
      throw new BuilderError(`a uop takes a value as ${representation} that is ${cached.representation}`);
    }
    return cached;
  }

  push(item: CachedItem): void {
    this.#items.push(item);
    this.#top = slotsBelow(this.#top, -1);
  }

  /** Moves the top over values that are in memory. Nothing may be cached. */
  moveTop(to: Position): void {
    if (this.#items.length > 0) throw new BuilderError("cached values below an array");
    this.#top = to;
  }

  /** Stores what memory does not hold yet; afterwards memory is the truth and the values stay cached. */
  flush(): void {
    this.store(this.snapshot());
    this.#items = this.#items.map((item, index) => ({ ...item, home: this.#placeOf(index) }));
  }

  /** Flushes and forgets the locals. */
  spill(): void {
    this.flush();
    this.#items = [];
  }

  /** Stores what a state has not in memory, without changing this stack: for a path that leaves. */
  store({ top, items }: StackSnapshot): void {
    items.forEach((item, index) => {
      const place = slotsBelow(top, items.length - index);
      if (item.home !== undefined && samePosition(item.home, place)) return;
      if (item.node.type !== "i32")
        throw new BuilderError(`a value that is ${item.representation} cannot go to memory`);
      this.#access.store(place, item.node);
    });
  }

  #placeOf(index: number): Position {
    return slotsBelow(this.#top, this.#items.length - index);
  }
}

/** The Wasm type that holds a representation. */
export function typeOfRepresentation(representation: Representation): "i32" | "i64" | "f64" {
  return representation === "f64" || representation === "i64" ? representation : "i32";
}
