// Where the inputs and outputs of a variant are: in a register, or in a slot at a distance from the top of the stack that may depend
// on oparg.

import type { StackItem, UopDefinition } from "@tjit/ir";
import { BuilderError } from "../builder/builder-error.ts";
import { registerClassOf } from "../registers.ts";
import { itemsAboveArrays, type Variant } from "../variants.ts";
import type { Register } from "./stencil-names.ts";

const slotSize = 4;

/** Where an input or output is: its slot's address relative to the top before the uop, and its register if it has one. */
export interface Place {
  readonly item: StackItem;
  /** Bytes from the address just above the topmost input. */
  readonly offset: LinearOffset;
  readonly register: Exclude<Register, "fp"> | undefined;
}

/** `base + scale * (oparg & mask)` bytes. */
export interface LinearOffset {
  readonly base: number;
  readonly scale: number;
  readonly mask: number;
}

/** All places of a variant. */
export interface Places {
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  /** The deepest input's slot. */
  readonly bottom: LinearOffset;
}

/** The places of a variant. */
export function placesOf({ effect }: UopDefinition, variant: Variant): Places {
  const scalarInputs = itemsAboveArrays(effect.inputs).length;
  const passed = Math.max(0, variant.inputs - scalarInputs);
  const bottom = effect.inputs.reduce((offset, item) => addOffsets(offset, sizeOf(item), -1), noOffset);
  const place = (items: readonly StackItem[], inRegisters: number): Place[] => {
    let offset = bottom;
    const firstInRegister = items.length - inRegisters;
    return items.map((item, index) => {
      const here = offset;
      offset = addOffsets(offset, sizeOf(item), 1);
      const number = passed + index - firstInRegister;
      const register = index < firstInRegister ? undefined : { class: registerClassOf(item.representation), number };
      return { item, offset: here, register };
    });
  };
  return {
    inputs: place(effect.inputs, variant.inputs - passed),
    outputs: place(effect.outputs, variant.outputs - passed),
    bottom,
  };
}

export const noOffset: LinearOffset = { base: 0, scale: 0, mask: -1 };

/** Bytes that an item takes. */
export function sizeOf({ array }: StackItem): LinearOffset {
  if (array === undefined) return { base: slotSize, scale: 0, mask: -1 };
  return {
    base: slotSize * array.plus,
    scale: slotSize * array.perOparg,
    mask: array.perOparg === 0 ? -1 : (array.mask ?? -1),
  };
}

function addOffsets(left: LinearOffset, right: LinearOffset, sign: 1 | -1): LinearOffset {
  if (left.scale !== 0 && right.scale !== 0 && left.mask !== right.mask)
    throw new BuilderError("sizes with two masks of oparg");
  const scale = left.scale + sign * right.scale;
  const mask = scale === 0 ? -1 : left.scale === 0 ? right.mask : left.mask;
  return { base: left.base + sign * right.base, scale, mask };
}

export function sameOffset(left: LinearOffset, right: LinearOffset): boolean {
  return left.base === right.base && left.scale === right.scale && left.mask === right.mask;
}
