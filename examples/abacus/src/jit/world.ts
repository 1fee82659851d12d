// What the machine can promise the optimizer: constants of the program for ever, keys as long as nobody keeps something else there.

import type { Dependency, DialectIndex, Trace, TraceConstant, Uop, World } from "@tjit/ir";
import type { Heap } from "../heap.ts";
import { keyAddress, wordSize } from "../layout.ts";
import type { LoadedProgram } from "../loaded-program.ts";
import { isInt } from "../values.ts";

/** The dependency kind of a key; its reference is the key's address. */
export const keyDependency = "key";

/** How often a key may break a promise before it is not taken for constant any more. */
const allowedChanges = 2;

/** A value of the machine as a constant of a trace. */
export function constantOf(heap: Heap, reference: number): TraceConstant {
  const { type, value } = heap.valueOf(reference);
  return { type, value, reference, isImmortal: isInt(reference) || type === "flag" };
}

/** The world of one machine. */
export class AbacusWorld implements World {
  readonly #heap: Heap;
  readonly #program: LoadedProgram;
  readonly #pushConstant: number;
  readonly #recall: number;
  /** Promises that were broken, by address of the key. */
  readonly #changes = new Map<number, number>();

  constructor(heap: Heap, program: LoadedProgram, index: DialectIndex) {
    this.#heap = heap;
    this.#program = program;
    this.#pushConstant = index.id("_PUSH_CONSTANT");
    this.#recall = index.id("_RECALL");
  }

  resolve(
    { op, oparg }: Uop,
    _trace: Trace,
  ): { readonly constant: TraceConstant; readonly dependencies: readonly Dependency[] } | undefined {
    if (op === this.#pushConstant) {
      const reference = this.#heap.load(this.#program.constants + wordSize * oparg);
      return { constant: constantOf(this.#heap, reference), dependencies: [] };
    }
    if (op !== this.#recall) return undefined;
    const reference = keyAddress(oparg);
    if ((this.#changes.get(reference) ?? 0) > allowedChanges) return undefined;
    const constant = constantOf(this.#heap, this.#heap.load(reference));
    return { constant, dependencies: [{ kind: keyDependency, reference }] };
  }

  /** A promise about a key was broken. */
  broke(reference: number): void {
    this.#changes.set(reference, (this.#changes.get(reference) ?? 0) + 1);
  }
}
