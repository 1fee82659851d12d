// Objects with explicit counts. A dead object stays known, so that whoever touches it is told so.
//
//   reference   odd: the int (reference - 1) / 2     even: number of an object     0: NULL
//
// Invariant: references are handed out in order and never again, so equal histories give equal references.

import { Fault } from "../fault.ts";
import { type Reference, nullReference } from "../machine.ts";
import { type Content, ownedBy } from "./objects.ts";

interface HeapObject {
  count: number;
  readonly isImmortal: boolean;
  readonly content: Content;
}

const smallLimit = 2n ** 30n;

/** The simulated heap. */
export class SimulatedHeap {
  readonly #objects = new Map<Reference, HeapObject>();
  readonly #dead = new Map<Reference, string>();
  readonly #finalize: (reference: Reference, content: Content) => void;
  #next: Reference = 8;

  /** `finalize` is called for each object that dies, while its parts are still alive. */
  constructor(finalize: (reference: Reference, content: Content) => void) {
    this.#finalize = finalize;
  }

  /** A new object that owns the references in `content`; its count is 1, or it never dies. */
  allocate(content: Content, lifetime: "counted" | "immortal" = "counted"): Reference {
    const reference = this.#next;
    this.#next += 8;
    this.#objects.set(reference, { count: 1, isImmortal: lifetime === "immortal", content });
    return reference;
  }

  newInt(value: bigint): Reference {
    return value >= -smallLimit && value < smallLimit ? Number(value) * 2 + 1 : this.allocate({ type: "int", value });
  }

  /** @throws Fault when the object is dead, or no object. */
  content(reference: Reference): Content {
    return this.#object(reference).content;
  }

  /** The content if it is of this type. */
  as<Type extends Content["type"]>(reference: Reference, type: Type): Extract<Content, { type: Type }> | undefined {
    if (isTagged(reference) || reference === nullReference) return undefined;
    const content = this.content(reference);
    return content.type === type ? (content as Extract<Content, { type: Type }>) : undefined;
  }

  isCounted(reference: Reference): boolean {
    return reference !== nullReference && !isTagged(reference) && !this.#object(reference).isImmortal;
  }

  isAlive(reference: Reference): boolean {
    return reference === nullReference || isTagged(reference) || this.#objects.has(reference);
  }

  countOf(reference: Reference): number {
    return this.#object(reference).count;
  }

  increment(reference: Reference): void {
    if (this.isCounted(reference)) this.#object(reference).count++;
  }

  decrement(reference: Reference): void {
    if (!this.isCounted(reference)) return;
    const object = this.#object(reference);
    object.count--;
    if (object.count < 0) throw new Fault("over-released", object.content.type);
    if (object.count > 0) return;
    // As a finalizer sees it: alive, with one reference of the collector's.
    object.count = 1;
    this.#finalize(reference, object.content);
    object.count--;
    if (object.count > 0) return;
    const parts = [...ownedBy(object.content)];
    this.#objects.delete(reference);
    this.#dead.set(reference, object.content.type);
    for (const part of parts) this.decrement(part);
  }

  /** Everything alive that is counted, in the order of allocation. */
  counted(): readonly { readonly reference: Reference; readonly count: number; readonly content: Content }[] {
    return [...this.#objects]
      .filter(([, object]) => !object.isImmortal)
      .map(([reference, { count, content }]) => ({ reference, count, content }));
  }

  /** Contents of everything alive. */
  contents(): readonly Content[] {
    return [...this.#objects.values()].map(({ content }) => content);
  }

  #object(reference: Reference): HeapObject {
    const object = this.#objects.get(reference);
    if (object === undefined) throw new Fault("use-after-free", this.#dead.get(reference) ?? `no object ${reference}`);
    return object;
  }
}

/** Whether a reference is an int itself. */
export function isTagged(reference: Reference): boolean {
  return (reference & 1) === 1;
}
