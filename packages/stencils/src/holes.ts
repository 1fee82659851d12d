// Holes: places in a stencil's bytes that the patcher fills. A hole is wide enough for every value (padded LEB128, or raw bytes).
//
// The value of a hole is `source + base + scale * (oparg & mask)`, where only `oparg` and `stack` holes have a scale.

/** What fills a hole, and in which form. The order is the binary format's: append only. */
export const holeKinds = [
  // 5-byte signed LEB128
  "oparg",
  "operand0",
  "operand1",
  "pc",
  "next-pc",
  "stack",
  // 5-byte unsigned LEB128: the offset of a load or store
  "oparg-offset",
  "stack-offset",
  // 10-byte signed LEB128
  "operand0-i64",
  "operand1-i64",
  // 8 raw bytes
  "operand0-f64",
  "operand1-f64",
  // 5-byte unsigned LEB128: label depths, `base` is how many blocks of the stencil are around
  "exit",
  "error",
  "loop",
  // 5-byte unsigned LEB128: function index, `base` is the callee's number in the set
  "call",
  // 5-byte unsigned LEB128: the offset of a load or store, for operands that are offsets
  "operand0-offset",
  "operand1-offset",
] as const;

export type HoleKind = (typeof holeKinds)[number];

/** One hole of a stencil. */
export interface Hole {
  /** Offset of the hole's first byte in the stencil. */
  readonly at: number;
  readonly kind: HoleKind;
  readonly base: number;
  readonly scale: number;
  /** -1: all of oparg. */
  readonly mask: number;
}
