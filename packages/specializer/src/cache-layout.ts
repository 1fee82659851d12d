// What the inline cache after an instruction means: named fields of 1, 2 or 4 code units, low unit first.
//
//   "counter version/2 index"      unit +1    +2 +3     +4
//                                       counter  version   index
//
// The counter is always the first unit. Members of a family may name the units differently (a version here, an offset
// there); how many there are is the family's, because specialization never changes an instruction's length.

import { unitSize, type CodeMemory } from "./code-memory.ts";

/** One field of an inline cache. */
export interface CacheField {
  readonly name: string;
  /** Size in code units. */
  readonly units: 1 | 2 | 4;
  /** Place in code units from the instruction's own unit: 1 is right after it. */
  readonly offset: number;
}

/** Fields of an inline cache in order; the first one is the counter. */
export interface CacheLayout {
  readonly fields: readonly CacheField[];
  /** Size of the whole cache in code units. */
  readonly units: number;
}

/** Name of the field that holds the adaptive counter. */
export const counterField = "counter";
/** Place of the counter, in bytes from the instruction. */
export const counterOffset: number = unitSize;

/**
 * Parses `"counter version/2 unused/2"`; fields named `unused` are skipped over and never written.
 * @throws SyntaxError when the text is not a layout or does not begin with the counter.
 */
export function parseCacheLayout(text: string): CacheLayout {
  const fields: CacheField[] = [];
  let offset = 1;
  for (const item of text.split(/\s+/).filter((word) => word !== "")) {
    const groups = /^(?<name>[A-Za-z_]\w*)(?:\/(?<units>\d+))?$/.exec(item)?.groups;
    const name = groups?.["name"];
    if (groups === undefined || name === undefined) throw new SyntaxError(`not a cache field: ${item}`);
    const units = Number(groups["units"] ?? 1);
    if (name !== unused) {
      if (units !== 1 && units !== 2 && units !== 4) throw new SyntaxError(`a field has 1, 2 or 4 units: ${item}`);
      if (fields.some((field) => field.name === name)) throw new SyntaxError(`a field is named twice: ${item}`);
      fields.push({ name, units, offset });
    }
    offset += units;
  }
  if (fields[0]?.name !== counterField || fields[0].units !== 1 || fields[0].offset !== 1) {
    throw new SyntaxError(`a cache begins with its counter: ${text}`);
  }
  return { fields, units: offset - 1 };
}

const unused = "unused";

/**
 * Writes a whole number into a field, two's complement, low unit first.
 * @throws RangeError when the value does not fit; nothing is written then.
 */
export function writeField(memory: CodeMemory, instruction: number, field: CacheField, value: number): void {
  checkFits(field, value);
  if (field.units < 4) {
    const first = instruction + field.offset * unitSize;
    memory.writeUnit(first, value & 0xffff);
    if (field.units === 2) memory.writeUnit(first + unitSize, value >>> 16);
    return;
  }
  let rest = value;
  for (let unit = 0; unit < field.units; unit++) {
    const low = ((rest % 0x10000) + 0x10000) % 0x10000;
    memory.writeUnit(instruction + (field.offset + unit) * unitSize, low);
    rest = (rest - low) / 0x10000;
  }
}

/** @throws RangeError when the value is not a whole number that the field can hold. */
export function checkFits(field: CacheField, value: number): void {
  const size = field.units === 1 ? 0x10000 : field.units === 2 ? 0x100000000 : 0x10000000000000000;
  if (!Number.isSafeInteger(value) || value < -size / 2 || value >= size) {
    const bits = field.units * 16;
    throw new RangeError(`${value} does not fit the ${bits} bits of cache field ${field.name}`);
  }
}

/**
 * Reads a field as an unsigned number.
 * @throws RangeError when a field of 4 units holds more than 53 bits.
 */
export function readField(memory: CodeMemory, instruction: number, field: CacheField): number {
  let value = 0;
  for (let unit = field.units - 1; unit >= 0; unit--) {
    value = value * 0x10000 + memory.readUnit(instruction + (field.offset + unit) * unitSize);
  }
  if (!Number.isSafeInteger(value)) throw new RangeError(`cache field ${field.name} holds more than 53 bits`);
  return value;
}
