// Python functions, bound methods, cells.

import { FixedType } from "../layout/memory-map.ts";
import { CellObject, CodeObjectLayout, FunctionObject, MethodObject, ModuleObject } from "../layout/objects.ts";
import { type Runtime } from "../runtime.ts";
import { dictGetName } from "./dict.ts";
import { allocateSized } from "./new-object.ts";
import { incref, isDict, newRef, typeOf, xincref } from "./reference.ts";
import { typeModified } from "../types/lookup.ts";

const layout = FunctionObject;

/** A function from a code object and its globals. */
export function newFunction(rt: Runtime, code: number, globals: number): number {
  const { heap } = rt;
  const fn = allocateSized(rt, FixedType.function, layout.size);
  const set = (field: { readonly offset: number }, value: number): void => {
    xincref(rt, value);
    heap.store(fn + field.offset, value);
  };
  set(layout.code, code);
  set(layout.globals, globals);
  set(layout.builtins, builtinsOf(rt, globals));
  set(layout.name, heap.load(code + CodeObjectLayout.name.offset));
  set(layout.qualname, heap.load(code + CodeObjectLayout.qualname.offset));
  set(layout.doc, heap.load(code + CodeObjectLayout.doc.offset));
  set(layout.module, dictGetName(rt, globals, rt.names.__name__));
  return fn;
}

/** The builtins that code with these globals sees, borrowed. */
export function builtinsOf(rt: Runtime, globals: number): number {
  const builtins = dictGetName(rt, globals, rt.names.__builtins__);
  if (builtins === 0) return rt.builtins;
  if (typeOf(rt, builtins) === FixedType.module) return rt.heap.load(builtins + ModuleObject.dict.offset);
  return isDict(rt, builtins) ? builtins : rt.builtins;
}

/** The function's version, assigned if it has none: as long as it stays, so do code, defaults and globals. */
export function functionVersion(rt: Runtime, fn: number): number {
  const version = rt.heap.load(fn + layout.version.offset);
  if (version !== 0) return version;
  const fresh = rt.nextFunctionVersion++;
  rt.heap.store(fn + layout.version.offset, fresh);
  return fresh;
}

/** What the function's version stood for changed. */
export function functionModified(rt: Runtime, fn: number): void {
  // Instructions know it by the version of a class that has it. Which one that is, nobody knows.
  if (rt.pinnedFunctions.delete(fn)) typeModified(rt, FixedType.object);
  const version = rt.heap.load(fn + layout.version.offset);
  if (version === 0) return;
  rt.heap.store(fn + layout.version.offset, 0);
  if (rt.hooks.functionChanged !== null) rt.hooks.functionChanged(fn, version);
}

/** A bound method. */
export function newMethod(rt: Runtime, fn: number, self: number): number {
  const bound = allocateSized(rt, FixedType.method, MethodObject.size);
  rt.heap.store(bound + MethodObject.function.offset, newRef(rt, fn));
  rt.heap.store(bound + MethodObject.self.offset, newRef(rt, self));
  return bound;
}

/** A cell that holds `value`, which may be 0: unbound. */
export function newCell(rt: Runtime, value: number): number {
  const cell = allocateSized(rt, FixedType.cell, CellObject.size);
  if (value !== 0) incref(rt, value);
  rt.heap.store(cell + CellObject.value.offset, value);
  return cell;
}

/** What a cell holds, borrowed; 0 = unbound. */
export function cellValue(rt: Runtime, cell: number): number {
  return rt.heap.load(cell + CellObject.value.offset);
}
