// Attributes as generated code asks for them.

import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { loadSuperAttribute } from "../kinds/super.ts";
import { METHOD_UNBOUND, getAttribute, loadMethod as loadMethodOf, setAttribute } from "../protocols/attributes.ts";
import { newRef } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";

const secondResult = vmStateAddress + VmState.secondResult.offset;
/** Bits of LOAD_SUPER_ATTR's oparg. */
const asMethodBit = 1;

export function loadAttr(rt: Runtime, owner: number, name: number): number {
  return getAttribute(rt, owner, name);
}

/** The method unbound, its receiver in `secondResult`; or any attribute, and 0 there. */
export function loadMethod(rt: Runtime, owner: number, name: number): number {
  const method = loadMethodOf(rt, owner, name);
  rt.heap.store(secondResult, method !== 0 && rt.methodKind === METHOD_UNBOUND ? newRef(rt, owner) : 0);
  return method;
}

export function storeAttr(rt: Runtime, owner: number, name: number, value: number): number {
  return setAttribute(rt, owner, name, value);
}

export function deleteAttr(rt: Runtime, owner: number, name: number): number {
  return setAttribute(rt, owner, name, 0);
}

export function loadSuperAttr(
  rt: Runtime,
  globalSuper: number,
  type: number,
  self: number,
  name: number,
  oparg: number,
): number {
  const asMethod = (oparg & asMethodBit) !== 0;
  const attribute = loadSuperAttribute(rt, globalSuper, type, self, name, asMethod);
  const isUnbound = attribute !== 0 && asMethod && rt.methodKind === METHOD_UNBOUND;
  rt.heap.store(secondResult, isUnbound ? newRef(rt, self) : 0);
  return attribute;
}
