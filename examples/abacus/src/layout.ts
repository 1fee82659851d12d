// Where everything is in memory. Declared once; the host and the generated code derive their offsets from here.
//
//     0  nothing: NULL points here        96  keys: 16 words of the calculator's memory
//    16  the machine's state             256  heap: program, frame, records, floats
//    64  the flags No and Yes

import type { Field } from "@tjit/stencils/build";

/** Bytes of a word: a reference, an address, a stack slot. */
export const wordSize = 4;
/** Bytes of a code unit: opcode in the low byte, argument in the high byte, or an inline cache word. */
export const unitSize = 2;

type Words<Names extends readonly string[]> = { readonly [Name in Names[number]]: Field<"i32"> };

/** Consecutive words from an offset. */
function words<const Names extends readonly string[]>(offset: number, names: Names): Words<Names> {
  const fields = names.map((name, index) => [name, word(name, offset + wordSize * index)] as const);
  return Object.fromEntries(fields) as Words<Names>;
}

function word(name: string, offset: number): Field<"i32"> {
  return { name, offset, type: "i32", width: "i32" };
}

/** The word at an address. */
export const anyWord: Field<"i32"> = word("word", 0);
/** The word behind an instruction: its counter or its history. */
export const cacheWord: Field<"i32"> = { name: "cache", offset: unitSize, type: "i32", width: "u16" };

/** The machine's state, at fixed addresses. */
export const State = words(16, ["result", "freeFloats", "fuel"]);

/** A frame: where it stopped, what its code needs; locals and the stack follow. */
export const Frame = { ...words(0, ["pc", "sp", "constants", "executors"]), size: 4 * wordSize } as const;

/** An object: how many references to it are counted, and what it is. A free float keeps the next one in `type`. */
export const ObjectHeader = words(0, ["count", "type"]);
/** The double in a float. */
export const floatValue: Field<"f64"> = { name: "value", offset: 8, type: "f64", width: "f64" };
/** Bytes of a float. */
export const floatSize = 16;

/** What {@link ObjectHeader} says in `type`. */
export const TypeCode = { float: 1, flag: 2 } as const;
/** The two flags, which never die: their counts start where nobody brings them to zero. */
export const Flag = { No: 64, Yes: 80 } as const;
export const immortalCount: number = 2 ** 30;

/** The calculator's memory. */
export const keyCount = 16;
const firstKey = 96;

/** Address of a key. */
export function keyAddress(key: number): number {
  return firstKey + wordSize * key;
}

/** Where the host starts to allocate. */
export const heapStart = 256;

/** What a trace knows of itself; the records of its exits follow. */
export const ExecutorRecord = { ...words(0, ["valid", "warm", "slot"]), size: 3 * wordSize } as const;
/** An exit: counts down while it is cold, then leads to a side trace. */
export const ExitRecord = { ...words(0, ["counter", "slot", "executor", "index"]), size: 4 * wordSize } as const;

/** Slots of the function table behind the two dispatch halves. */
export const SharedSlot = { error: 512, coldExit: 513, resume: 514, firstTrace: 516 } as const;

/** What `enter` returns. */
export const Status = { halted: 0, failed: 1, paused: 2 } as const;
