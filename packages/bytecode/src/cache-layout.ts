// What the inline cache entries after an instruction hold, by name.

import { opcodeAt } from "./opcodes.ts";

/** A field of an instruction's inline cache. */
export interface CacheField {
  readonly name: string;
  /** In code units. */
  readonly size: number;
}

const counter: CacheField = { name: "counter", size: 1 };

const layouts: Readonly<Record<string, readonly CacheField[]>> = {
  LOAD_GLOBAL: [
    counter,
    { name: "index", size: 1 },
    { name: "module_keys_version", size: 1 },
    { name: "builtin_keys_version", size: 1 },
  ],
  BINARY_OP: [counter, { name: "descr", size: 4 }],
  LOAD_ATTR: [counter, { name: "version", size: 2 }, { name: "keys_version", size: 2 }, { name: "descr", size: 4 }],
  STORE_ATTR: [counter, { name: "version", size: 2 }, { name: "index", size: 1 }],
  CALL: [counter, { name: "func_version", size: 2 }],
  CALL_KW: [counter, { name: "func_version", size: 2 }],
  TO_BOOL: [counter, { name: "version", size: 2 }],
};

/** Fields of the cache of an instruction, specialized or not. Sizes add up to its `cacheEntries`. */
export function cacheLayout(opcode: number): readonly CacheField[] {
  const definition = opcodeAt(opcode);
  if (definition === undefined || definition.cacheEntries === 0) return [];
  return layouts[opcodeAt(definition.generic)?.name ?? ""] ?? [counter];
}
