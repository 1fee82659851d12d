// Makes a machine: from an image of one, or step by step. The steps: the fixed part of memory, then the types in the order in which they
// need each other, then the modules `builtins` and `sys`; last what depends on the host.

import { iteratorTypes } from "./builtins/iterators.ts";
import { initDataStack } from "./frames/frame.ts";
import { type Host } from "./host.ts";
import { type RuntimeImage, restoreImage, takeImage } from "./image/image.ts";
import { OriginRecorder } from "./image/origins.ts";
import { definitionSteps } from "./image/steps.ts";
import { exceptionTypes } from "./kinds/exception-types.ts";
import { addFunctions, moduleDict, newModule, setEntry } from "./kinds/module.ts";
import {
  FixedType,
  Singleton,
  VmState,
  emptyDictIndices,
  heapAddress,
  immortalRefcount,
  pageSize,
  vmStateAddress,
} from "./layout/memory-map.ts";
import { IntObject, ObjectHeader, TupleObject } from "./layout/objects.ts";
import { registerNativeModules } from "./modules/register.ts";
import { addHostToSys, newSysModule } from "./modules/sys.ts";
import { newComplex } from "./numbers/complex-object.ts";
import { dictGetName, newDict } from "./object/dict.ts";
import { type Identifier, allIdentifiers } from "./object/identifiers.ts";
import { None, decref, newRef } from "./object/reference.ts";
import { internStr, makeLatin1Strings, newStr } from "./object/str.ts";
import { Runtime, type RuntimeOptions } from "./runtime.ts";
import { newBytes } from "./text/bytes-object.ts";
import { type BuiltinSpecification } from "./types/builtin-definition.ts";
import { createFixedTypes, reserveTypes } from "./types/define-type.ts";
import { lookupType } from "./types/lookup.ts";

/** A machine in `memory`, which must be empty. Without an image it is made step by step, as is one with a debug heap. */
export function createRuntime(memory: WebAssembly.Memory, host: Host, options: RuntimeOptions = {}): Runtime {
  const { image = null, debugHeap = false } = options;
  const rt = new Runtime(memory, host, options);
  if (image === null || debugHeap) bootstrap(rt);
  else restoreImage(rt, image, definitionSteps());
  rt.makers.complex = (machine, real, imag) => newComplex(machine, real, imag);
  rt.makers.bytes = (machine, value) => newBytes(machine, value);
  registerNativeModules(rt);
  initDataStack(rt);
  addHostToSys(rt, dictGetName(rt, rt.modules, rt.names.sys));
  return rt;
}

/** The image of a new machine. */
export function newImage(): RuntimeImage {
  const memory = new WebAssembly.Memory({ initial: heapAddress / pageSize + 1, maximum: 1024 });
  const machine = new Runtime(memory, { stdout: () => undefined, stderr: () => undefined });
  bootstrap(machine);
  return takeImage(machine);
}

/** All of a machine that is the same for every host and with all options: what an image holds. */
function bootstrap(rt: Runtime): void {
  const recorder = new OriginRecorder(rt);
  const steps = definitionSteps();
  rt.recorder = recorder;
  rt.origins = recorder;
  createSingletons(rt);
  createFixedTypes(rt);
  makeLatin1Strings(rt);
  rt.names = Object.fromEntries(allIdentifiers().map((name) => [name, internStr(rt, name)])) as Record<
    Identifier,
    number
  >;
  reserveTypes(rt);
  steps.types.forEach((define, step) => {
    recorder.beginStep(step);
    define(rt);
  });
  makeBuiltinsModule(rt, steps.functions.builtins());
  registerNativeModules(rt);
  setEntry(rt, rt.modules, "sys", newSysModule(rt));
  rememberSpecializedCallables(rt);
  rt.recorder = null;
}

function createSingletons(rt: Runtime): void {
  const { heap } = rt;
  const make = (address: number, type: number): void => {
    heap.store(address, immortalRefcount);
    heap.store(address + ObjectHeader.type.offset, type);
  };
  make(Singleton.None, FixedType.NoneType);
  make(Singleton.Ellipsis, FixedType.ellipsis);
  make(Singleton.NotImplemented, FixedType.NotImplementedType);
  make(Singleton.emptyTuple, FixedType.tuple);
  heap.store(Singleton.emptyTuple + TupleObject.length.offset, 0);
  for (const value of [0, 1]) {
    const address = value === 0 ? Singleton.False : Singleton.True;
    make(address, FixedType.bool);
    heap.storeI64(address + IntObject.value.offset, BigInt(value));
  }
  heap.store(emptyDictIndices, -1);
}

function makeBuiltinsModule(rt: Runtime, functions: Readonly<Record<string, BuiltinSpecification>>): void {
  rt.modules = newDict(rt);
  const module = newModule(rt, "builtins");
  rt.builtins = newRef(rt, moduleDict(rt, module));
  setEntry(rt, rt.modules, "builtins", module);
  const add = (name: string, ref: number): void => setEntry(rt, rt.builtins, name, newRef(rt, ref));
  for (const name of [
    "object",
    "type",
    "tuple",
    "list",
    "dict",
    "set",
    "frozenset",
    "range",
    "slice",
    "bool",
    "int",
    "float",
    "complex",
    "str",
    "bytes",
    "bytearray",
  ] as const) {
    add(name, FixedType[name]);
  }
  for (const name of iteratorTypes) add(name, rt.nativeTypes.get(name) ?? 0);
  for (const name of ["super", "property", "staticmethod", "classmethod", "memoryview"] as const)
    add(name, rt.types[name]);
  for (const [name, type] of exceptionTypes(rt)) add(name, type);
  add("EnvironmentError", rt.types.OSError);
  add("IOError", rt.types.OSError);
  add("None", None);
  add("True", Singleton.True);
  add("False", Singleton.False);
  add("Ellipsis", Singleton.Ellipsis);
  add("NotImplemented", Singleton.NotImplemented);
  add("__debug__", Singleton.True);
  setEntry(rt, rt.builtins, "__doc__", newStr(rt, "Built-in functions, types, exceptions, and other objects."));
  addFunctions(rt, rt.builtins, functions, "builtins");
}

/** Tells generated code the addresses of the callables that it has fast paths for. */
function rememberSpecializedCallables(rt: Runtime): void {
  const { heap } = rt;
  const builtin = (name: string): number => {
    const key = internStr(rt, name);
    const found = dictGetName(rt, rt.builtins, key);
    decref(rt, key);
    return found;
  };
  heap.store(vmStateAddress + VmState.nameName.offset, rt.names.__name__);
  heap.store(vmStateAddress + VmState.nameBuiltins.offset, rt.names.__builtins__);
  heap.store(vmStateAddress + VmState.builtinLen.offset, builtin("len"));
  heap.store(vmStateAddress + VmState.builtinNext.offset, builtin("next"));
  heap.store(vmStateAddress + VmState.builtinIsinstance.offset, builtin("isinstance"));
  const methodOf = (type: number, text: string): number => {
    const name = internStr(rt, text);
    const found = lookupType(rt, type, name);
    decref(rt, name);
    return found;
  };
  heap.store(vmStateAddress + VmState.listAppend.offset, methodOf(FixedType.list, "append"));
  heap.store(vmStateAddress + VmState.setAdd.offset, methodOf(FixedType.set, "add"));
}
