// Rules of `CALL`: callable, self or NULL, arguments.

import { FixedType, vmStateAddress, VmState } from "../layout/memory-map.ts";
import { CodeObjectLayout, FunctionObject, LayoutKind, MethodObject, TypeFlag, TypeObject } from "../layout/objects.ts";
import { CodeFlag } from "@tjit/bytecode";
import { isSmallInt, isType, layoutKind, typeOf } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { lookupType, typeVersion } from "../types/lookup.ts";
import { type SpecializationObservation, type SpecializationSite, become, stay } from "./site.ts";

const slot = 4;
/** Frames of functions entered without asking for stack space must fit the reserve behind the stack's limit. */
const largestUncheckedFrame = 4096;

/** `CALL`. */
export function specializeCall(rt: Runtime, { oparg, context: { sp } }: SpecializationSite): SpecializationObservation {
  const heap = rt.heap;
  const callable = heap.load(sp - slot * (oparg + 2));
  const self = heap.load(sp - slot * (oparg + 1));
  if (isSmallInt(callable)) return stay("not callable");
  const type = typeOf(rt, callable);
  if (type === FixedType.function) return specializeFunction(rt, callable, oparg + (self === 0 ? 0 : 1), "PY");
  if (type === FixedType.method && self === 0) {
    const target = heap.load(callable + MethodObject.function.offset);
    if (isSmallInt(target) || typeOf(rt, target) !== FixedType.function) return stay("bound builtin");
    return specializeFunction(rt, target, oparg + 1, "BOUND_METHOD");
  }
  if (isType(rt, callable)) return self === 0 ? specializeClass(rt, callable, oparg) : stay("class with receiver");
  if (type === FixedType.builtin_function_or_method && self === 0) return specializeBuiltin(rt, callable, oparg);
  if (type === FixedType.method_descriptor && self !== 0) {
    const isAppend = callable === heap.load(vmStateAddress + VmState.listAppend.offset);
    if (isAppend && oparg === 1 && typeOf(rt, self) === FixedType.list) return become("CALL_LIST_APPEND");
    return become("CALL_METHOD_DESCRIPTOR_FAST");
  }
  return become("CALL_NON_PY_GENERAL");
}

/** `CALL_KW`: the names are on top. */
export function specializeCallKw(
  rt: Runtime,
  { oparg, context: { sp } }: SpecializationSite,
): SpecializationObservation {
  const callable = rt.heap.load(sp - slot * (oparg + 3));
  if (isSmallInt(callable) || typeOf(rt, callable) !== FixedType.function) return stay("no Python function");
  return become("CALL_KW_PY", { version: functionVersion(rt, callable) });
}

function specializeFunction(
  rt: Runtime,
  callable: number,
  count: number,
  kind: "PY" | "BOUND_METHOD",
): SpecializationObservation {
  const heap = rt.heap;
  const code = heap.load(callable + FunctionObject.code.offset);
  const flags = heap.load(code + CodeObjectLayout.flags.offset);
  const version = functionVersion(rt, callable);
  const isSimple =
    (flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0 &&
    heap.load(code + CodeObjectLayout.kwonlyargcount.offset) === 0;
  if (isSimple && heap.load(code + CodeObjectLayout.argcount.offset) === count)
    return become(`CALL_${kind}_EXACT_ARGS`, { version });
  return kind === "PY" ? become("CALL_PY_GENERAL", { version }) : stay("bound method with other arguments");
}

/** The version of a function; assigns one if it has none. Functions of the same code share it until they are changed. */
export function functionVersion(rt: Runtime, callable: number): number {
  const heap = rt.heap;
  const version = heap.load(callable + FunctionObject.version.offset);
  if (version !== 0) return version;
  const fresh = rt.nextFunctionVersion++;
  heap.store(callable + FunctionObject.version.offset, fresh);
  return fresh;
}

function specializeClass(rt: Runtime, type: number, count: number): SpecializationObservation {
  const heap = rt.heap;
  if (typeOf(rt, type) !== FixedType.type) return stay("metaclass");
  if ((heap.load(type + TypeObject.flags.offset) & TypeFlag.HEAP) === 0) return become("CALL_BUILTIN_CLASS");
  if (layoutKind(rt, type) !== LayoutKind.INSTANCE) return stay("subclass of a builtin type");
  if ((heap.load(type + TypeObject.flags.offset) & TypeFlag.ABSTRACT) !== 0) return stay("abstract class");
  if (lookupType(rt, type, rt.names.__new__) !== lookupType(rt, FixedType.object, rt.names.__new__))
    return stay("own __new__");
  const init = lookupType(rt, type, rt.names.__init__);
  if (init === 0 || isSmallInt(init) || typeOf(rt, init) !== FixedType.function) return stay("no __init__ in Python");
  if (!isEnteredUnchecked(rt, init, count + 1)) return stay("arguments of __init__");
  rt.pinnedFunctions.add(init);
  heap.store(type + TypeObject.cachedInit.offset, init);
  return become("CALL_ALLOC_AND_ENTER_INIT", { version: typeVersion(rt, type) });
}

/** Whether a function takes so many arguments, runs in its frame alone, and needs no more stack than there always is. */
export function isEnteredUnchecked(rt: Runtime, fn: number, count: number): boolean {
  const heap = rt.heap;
  const code = heap.load(fn + FunctionObject.code.offset);
  const { VARARGS, VARKEYWORDS, GENERATOR, COROUTINE, ASYNC_GENERATOR } = CodeFlag;
  return (
    (heap.load(code + CodeObjectLayout.flags.offset) &
      (VARARGS | VARKEYWORDS | GENERATOR | COROUTINE | ASYNC_GENERATOR)) ===
      0 &&
    heap.load(code + CodeObjectLayout.kwonlyargcount.offset) === 0 &&
    heap.load(code + CodeObjectLayout.argcount.offset) === count &&
    heap.load(code + CodeObjectLayout.frameSize.offset) <= largestUncheckedFrame
  );
}

function specializeBuiltin(rt: Runtime, callable: number, count: number): SpecializationObservation {
  const heap = rt.heap;
  if (count === 1 && callable === heap.load(vmStateAddress + VmState.builtinLen.offset)) return become("CALL_LEN");
  if (count === 2 && callable === heap.load(vmStateAddress + VmState.builtinIsinstance.offset))
    return become("CALL_ISINSTANCE");
  return become(count === 1 ? "CALL_BUILTIN_O" : "CALL_BUILTIN_FAST");
}
