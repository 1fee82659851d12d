// What a type can do: CPython's `tp_`, `nb_`, `sq_`, `mp_` and `am_` slots as one record of functions per type. A missing slot is null.
//
// Conventions are CPython's: parameters are borrowed; a `number` result that is a reference is new, or 0 with an exception set;
// a status is 0, or -1 with an exception set. Binary number slots get (left, right) whichever operand they belong to and
// answer NotImplemented for operands that they do not know.

import type { BufferView } from "../protocols/buffer.ts";
import { type Runtime } from "../runtime.ts";

/** `(self) -> ref`. */
export type UnarySlot = (rt: Runtime, self: number) => number;
/** `(left, right) -> ref`. */
export type BinarySlot = (rt: Runtime, left: number, right: number) => number;
/** `(base, exponent, modulus or None) -> ref`. */
export type TernarySlot = (rt: Runtime, first: number, second: number, third: number) => number;
/** `(self) -> number`, -1 with an exception set: lengths, hashes, truth. */
export type InquirySlot = (rt: Runtime, self: number) => number;
/** `(self, item) -> 1, 0 or -1`. */
export type ContainsSlot = (rt: Runtime, self: number, item: number) => number;
/** `(left, right, Compare operator) -> ref`. */
export type CompareSlot = (rt: Runtime, left: number, right: number, operator: number) => number;
/** `(self, key, value) -> status`; value 0 deletes. */
export type AssignSlot = (rt: Runtime, self: number, key: number, value: number) => number;
/** `(self, count) -> ref`: sequence repetition with the count as a host number. */
export type RepeatSlot = (rt: Runtime, self: number, count: number) => number;
/** `(descriptor, instance or 0, type or 0) -> ref`. */
export type DescriptorGetSlot = (rt: Runtime, descriptor: number, instance: number, type: number) => number;
/**
 * A call. `args` is the address of references: `count` positional ones, then the values of the keywords in the tuple `kwnames`
 * (0: none). Nothing is consumed.
 */
export type CallSlot = (rt: Runtime, callable: number, args: number, count: number, kwnames: number) => number;
/** `__init__`: as a call, but the result is a status. */
export type InitSlot = (rt: Runtime, self: number, args: number, count: number, kwnames: number) => number;
/** Lends an object's bytes, as {@link BufferFlag}s ask; null with an exception set. */
export type BufferSlot = (rt: Runtime, self: number, flags: number) => BufferView | null;
/** A view that `buffer` gave ends. */
export type ReleaseBufferSlot = (rt: Runtime, self: number, view: BufferView) => void;
/** Releases what an object owns, not its memory. */
export type ClearSlot = (rt: Runtime, self: number) => void;
/** Calls `visit` for every reference that an object owns. */
export type TraverseSlot = (rt: Runtime, self: number, visit: (reference: number) => void) => void;

/** Slots of one type. Every field is present from the start, so that all tables have one shape. */
export class Slots {
  // Basics
  repr: UnarySlot | null = null;
  str: UnarySlot | null = null;
  /** 32 bits, never -1 but for an error; equal objects must agree, see `foldHash`. */
  hash: InquirySlot | null = null;
  /** The 64-bit value that `hash()` shows, where `hash` alone cannot tell it: new int reference. */
  visibleHash: UnarySlot | null = null;
  call: CallSlot | null = null;
  getattro: BinarySlot | null = null;
  setattro: AssignSlot | null = null;
  richcompare: CompareSlot | null = null;
  iter: UnarySlot | null = null;
  /** 0 without an exception: exhausted. */
  iternext: UnarySlot | null = null;
  descriptorGet: DescriptorGetSlot | null = null;
  descriptorSet: AssignSlot | null = null;
  /** `(type, args…) -> ref`. */
  new: CallSlot | null = null;
  init: InitSlot | null = null;
  /** `__del__`. */
  finalize: ClearSlot | null = null;
  clear: ClearSlot | null = null;
  traverse: TraverseSlot | null = null;
  // Numbers
  add: BinarySlot | null = null;
  subtract: BinarySlot | null = null;
  multiply: BinarySlot | null = null;
  remainder: BinarySlot | null = null;
  divmod: BinarySlot | null = null;
  power: TernarySlot | null = null;
  negative: UnarySlot | null = null;
  positive: UnarySlot | null = null;
  absolute: UnarySlot | null = null;
  /** 1, 0, or -1 with an exception set. */
  bool: InquirySlot | null = null;
  invert: UnarySlot | null = null;
  lshift: BinarySlot | null = null;
  rshift: BinarySlot | null = null;
  and: BinarySlot | null = null;
  xor: BinarySlot | null = null;
  or: BinarySlot | null = null;
  int: UnarySlot | null = null;
  float: UnarySlot | null = null;
  index: UnarySlot | null = null;
  floorDivide: BinarySlot | null = null;
  trueDivide: BinarySlot | null = null;
  matrixMultiply: BinarySlot | null = null;
  inplaceAdd: BinarySlot | null = null;
  inplaceSubtract: BinarySlot | null = null;
  inplaceMultiply: BinarySlot | null = null;
  inplaceRemainder: BinarySlot | null = null;
  inplacePower: BinarySlot | null = null;
  inplaceLshift: BinarySlot | null = null;
  inplaceRshift: BinarySlot | null = null;
  inplaceAnd: BinarySlot | null = null;
  inplaceXor: BinarySlot | null = null;
  inplaceOr: BinarySlot | null = null;
  inplaceFloorDivide: BinarySlot | null = null;
  inplaceTrueDivide: BinarySlot | null = null;
  inplaceMatrixMultiply: BinarySlot | null = null;
  // Sequences and mappings
  length: InquirySlot | null = null;
  getitem: BinarySlot | null = null;
  setitem: AssignSlot | null = null;
  contains: ContainsSlot | null = null;
  concat: BinarySlot | null = null;
  repeat: RepeatSlot | null = null;
  inplaceConcat: BinarySlot | null = null;
  inplaceRepeat: RepeatSlot | null = null;
  // Buffers
  buffer: BufferSlot | null = null;
  releaseBuffer: ReleaseBufferSlot | null = null;
  // Asynchronous
  await: UnarySlot | null = null;
  aiter: UnarySlot | null = null;
  anext: UnarySlot | null = null;
}

/** Name of a slot. */
export type SlotName = keyof Slots;

/** Operators of rich comparison, CPython's numbers (and the order of `COMPARE_OP`). */
export const Compare = { LT: 0, LE: 1, EQ: 2, NE: 3, GT: 4, GE: 5 } as const;
