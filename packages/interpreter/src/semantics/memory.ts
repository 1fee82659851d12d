// What bodies say about memory: fields of the runtime's layouts, words at computed places, and the addresses that never move.

import { type LayoutField, FixedType, Frame, Singleton, VmState, vmStateAddress } from "@tjit/runtime/layout";
import type { Builder, Field, I32, UopBuilder } from "@tjit/stencils/build";

/** A word at a byte offset from a computed address. */
export function word(offset = 0): Field<"i32"> {
  return { name: `word+${offset}`, offset, type: "i32", width: "i32" };
}

/** An unsigned 16-bit unit at a byte offset. */
export function halfWord(offset = 0): Field<"i32"> {
  return { name: `half+${offset}`, offset, type: "i32", width: "u16" };
}

/** Addresses that generated code knows. */
export const address = { ...Singleton, ...FixedType };

/** Reads a word of the VM state. */
export function loadState(k: Builder, field: LayoutField<"i32">): I32 {
  return k.load(field, vmStateAddress);
}

/** Writes a word of the VM state. */
export function storeState(k: Builder, field: LayoutField<"i32">, value: I32 | number): void {
  k.store(field, vmStateAddress, value);
}

export { VmState };

/** Address of the fast local with index oparg. */
export function localAddress(k: UopBuilder): I32 {
  return k.fp.add(k.opargScaled(4, Frame.size));
}

/** True or False for a condition of 0 or 1. */
export function boolean(k: Builder, condition: I32): I32 {
  return k.select(condition, k.i32(address.True), k.i32(address.False));
}

/** Runs `body` for each word from `first` up to `end`, which may be none. */
export function forEachWord(k: Builder, first: I32, end: I32, body: (place: I32) => void): void {
  const at = k.variable("i32", first);
  k.loop(({ again }) => {
    const place = k.let(at.get());
    k.if(place.ltU(end), () => {
      k.assign(at, place.add(4));
      body(place);
      again();
    });
  });
}
