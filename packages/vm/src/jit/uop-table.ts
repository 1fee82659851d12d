// What planning asks about uops, as flat tables that are filled in when first asked for: names and definitions are spread over memory,
// and a compilation that has to fetch them takes longer to find stencils than to copy them.

import type { DialectIndex, UopId } from "@tjit/ir";
import { InvariantError, type StencilId, type StencilSet } from "@tjit/stencils";

/** What operand0 of a uop is: nothing yet known, a number, the index of a constant, the address of the executor's record. */
export const OperandKind = { unknown: 0, number: 1, constant: 2, address: 3 } as const;

const unknownStencil = -1;

/** Stencils and operand kinds by uop. */
export class UopTable {
  readonly #index: DialectIndex;
  readonly #stencils: StencilSet;
  readonly #states: number;
  readonly #ids: Int16Array;
  readonly #kinds: Uint8Array;

  constructor(index: DialectIndex, stencils: StencilSet) {
    const uopCount = index.dialect.uops.length;
    this.#index = index;
    this.#stencils = stencils;
    this.#states = stencils.registerCount + 1;
    this.#ids = new Int16Array(uopCount * this.#states * this.#states).fill(unknownStencil);
    this.#kinds = new Uint8Array(uopCount);
  }

  /** The stencil of a variant. @throws InvariantError when the set has none. */
  stencil(uop: UopId, inputs: number, outputs: number): StencilId {
    const entry = (uop * this.#states + inputs) * this.#states + outputs;
    const known = this.#ids[entry] ?? unknownStencil;
    if (known !== unknownStencil) return known as StencilId;
    const { name } = this.#index.definition(uop);
    const found = this.#stencils.find(name, inputs, outputs);
    if (found === undefined) throw new InvariantError(`there is no stencil ${name}_r${inputs}${outputs}`);
    this.#ids[entry] = found;
    return found;
  }

  /** One of {@link OperandKind}, but not `unknown`. */
  operandKind(uop: UopId): number {
    return this.#kinds[uop] || (this.#kinds[uop] = this.#findKind(uop));
  }

  #findKind(uop: UopId): number {
    const { operand0 } = this.#index.definition(uop);
    return operand0 === "address" || operand0 === "constant" ? OperandKind[operand0] : OperandKind.number;
  }
}
