// Which forms of each uop there are: how many stack values are in registers before and after.
//
//   registers r0 … r(K-1) hold the top of the stack, r0 the deepest of them
//
//   _ADD  left, right -- res     variant r21:  stack … a left right      r0 = left  r1 = right   before
//                                              stack … a res             r0 = res                after
//   the same, variant r11:       left is in memory, right in r0; the uop loads left itself
//   the same, variant r32:       a in r0 stays where it is, "passed"
//
// Inputs below an array are in memory, and so are the array's items. A variant that passes values stores none.

import type { DialectIndex, UopDefinition, UopId } from "@tjit/ir";

/** How many values are in registers before and after. */
export interface Variant {
  readonly inputs: number;
  readonly outputs: number;
}

/** What somebody's code generator can do. */
export interface VariantSource {
  /** How many cache registers there are: 1 to 32. */
  readonly registers: number;
  /** The variants of a uop; none for a uop that only records. */
  variantsOf(uop: UopId): readonly Variant[];
}

const none = -1;

/** The same as arrays, made once per code generator; a uop's row when it is first asked for. */
export class VariantTable {
  readonly registers: number;
  readonly index: DialectIndex;
  readonly #source: VariantSource;
  /** Which uops' rows are made. */
  readonly #isMade: Uint8Array;
  /** Outputs by row and inputs; -1 where there is no such variant. @internal */
  readonly outputs: Int8Array;
  /** Memory accesses of that variant beyond what all variants of the uop do. @internal */
  readonly accesses: Int8Array;

  /**
   * Every question about a uop may throw a RangeError: when a variant has more values in registers than there are, or other outputs
   * than the uop's effect allows.
   * @throws RangeError when there are no registers, or too many.
   */
  constructor(index: DialectIndex, source: VariantSource) {
    const { registers } = source;
    if (!Number.isInteger(registers) || registers < 1 || registers > 32) throw new RangeError(`${registers} registers`);
    this.registers = registers;
    this.index = index;
    this.#source = source;
    const count = index.dialect.uops.length;
    this.#isMade = new Uint8Array(count);
    this.outputs = new Int8Array(count * (registers + 1)).fill(none);
    this.accesses = new Int8Array(this.outputs.length);
  }

  /** Where the row of a uop starts in {@link outputs} and {@link accesses}. @internal */
  rowOf(uop: UopId): number {
    if (this.#isMade[uop] !== 1) this.#make(uop);
    return uop * (this.registers + 1);
  }

  /** How many values the variant with these inputs leaves in registers; -1 when there is none. */
  outputsOf(uop: UopId, inputs: number): number {
    return this.outputs[this.rowOf(uop) + inputs] ?? none;
  }

  /** How many values the variant with these inputs loads and stores itself. */
  accessesOf(uop: UopId, inputs: number): number {
    return this.accesses[this.rowOf(uop) + inputs] ?? 0;
  }

  /** The variants of a uop, by rising number of inputs. */
  variantsOf(uop: UopId): readonly Variant[] {
    return Array.from({ length: this.registers + 1 }, (_, inputs) => ({
      inputs,
      outputs: this.outputsOf(uop, inputs),
    })).filter(({ outputs }) => outputs !== none);
  }

  #make(uop: UopId): void {
    const { registers } = this;
    const definition = this.index.definition(uop);
    const [inputCount, outputCount] = countsAboveArrays(definition);
    for (const { inputs, outputs } of this.#source.variantsOf(uop)) {
      const at = uop * (registers + 1) + inputs;
      const left = Math.max(0, inputs - inputCount) + outputCount;
      if (inputs < 0 || inputs > registers || outputs < 0 || outputs > Math.min(registers, left)) {
        throw new RangeError(`${definition.name} has no variant r${inputs}${outputs}`);
      }
      this.outputs[at] = outputs;
      this.accesses[at] = Math.max(0, inputCount - inputs) + (left - outputs);
    }
    this.#isMade[uop] = 1;
  }
}

/** How many inputs and outputs can be in registers: those above the topmost array. */
function countsAboveArrays({ effect }: UopDefinition): readonly [number, number] {
  const above = (items: UopDefinition["effect"]["inputs"]): number =>
    items.length - 1 - items.findLastIndex((item) => item.array !== undefined);
  return [above(effect.inputs), above(effect.outputs)];
}
