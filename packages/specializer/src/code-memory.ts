// The narrow view of code that the specializer reads and writes: 16-bit code units at byte addresses.
//
// An instruction is one unit, opcode in the low byte and argument in the high byte, followed by its cache units.

/** Reads and writes code units. Addresses are in bytes and even. */
export interface CodeMemory {
  readUnit(address: number): number;
  writeUnit(address: number, unit: number): void;
}

/** Bytes per code unit. */
export const unitSize = 2;

/** Opcode of a code unit. */
export function opcodeOf(unit: number): number {
  return unit & 0xff;
}

/** The unit with another opcode and the same argument byte. */
export function withOpcode(unit: number, opcode: number): number {
  return (unit & 0xff00) | opcode;
}

/**
 * Code memory over an array of units whose first one has address `base`.
 * @example codeMemoryOf(new Uint16Array([0x012c, 0, 0]), 0x1000)
 */
export function codeMemoryOf(units: Uint16Array, base = 0): CodeMemory {
  const indexOf = (address: number): number => {
    const index = (address - base) / unitSize;
    if (!Number.isInteger(index) || index < 0 || index >= units.length) throw new RangeError(`no code at ${address}`);
    return index;
  };
  return {
    readUnit: (address) => units[indexOf(address)] ?? 0,
    writeUnit: (address, unit) => {
      units[indexOf(address)] = unit;
    },
  };
}
