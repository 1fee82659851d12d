// Makes a machine: the fixed part of memory, then the types in the order in which they need each other, then the builtins.

import { makeLatin1Strings, internStr } from "./object/str.ts";
import { FixedType, Singleton, VmState, emptyDictIndices, immortalRefcount, vmStateAddress } from "./layout/memory-map.ts";
import { IntObject, ObjectHeader, TupleObject } from "./layout/objects.ts";
import { type Host } from "./host.ts";
import { allIdentifiers } from "./object/identifiers.ts";
import { dictGetName, newDict } from "./object/dict.ts";
import { newHostObject } from "./object/new-object.ts";
import { None, decref, newRef } from "./object/reference.ts";
import { newStr } from "./object/str.ts";
import { initDataStack } from "./frames/frame.ts";
import { defineDescriptors } from "./kinds/descriptor-types.ts";
import { defineDict } from "./kinds/dict-type.ts";
import { defineDictViews } from "./kinds/dict-views.ts";
import { defineExceptions, exceptionTypes } from "./kinds/exception-types.ts";
import { defineCallables } from "./kinds/function-types.ts";
import { defineGenericAlias } from "./kinds/generic-alias.ts";
import { defineIterators } from "./kinds/iterator-types.ts";
import { defineList } from "./kinds/list-type.ts";
import { defineMappingProxy } from "./kinds/mapping-proxy.ts";
import { addFunctions, defineModuleType, moduleDict, newModule, setEntry } from "./kinds/module.ts";
import { defineObject, defineSingletonTypes, instanceDictAccess } from "./kinds/object-type.ts";
import { defineRange } from "./kinds/range-type.ts";
import { defineSets } from "./kinds/set-type.ts";
import { defineSuper } from "./kinds/super.ts";
import { defineTraceback } from "./kinds/traceback-type.ts";
import { defineTuple } from "./kinds/tuple-type.ts";
import { defineTypeType } from "./kinds/type-type.ts";
import { defineUnion } from "./kinds/union.ts";
import { installBuiltins } from "./builtins/install.ts";
import { fetchError } from "./exceptions/errors.ts";
import { formatException } from "./exceptions/print.ts";
import { importModule } from "./operations/modules.ts";
import { buildClassFunction } from "./operations/build-class.ts";
import { executeFunctions } from "./operations/execute.ts";
import { Runtime, type RuntimeOptions } from "./runtime.ts";
import { createFixedTypes, reserveTypes } from "./types/define-type.ts";
import { type GetSetPayload } from "./types/descriptors.ts";
import { lookupType } from "./types/lookup.ts";

/** A machine in `memory`, which must be empty and large enough for the data stack and some heap (32 pages). */
export function createRuntime(memory: WebAssembly.Memory, host: Host, options: RuntimeOptions = {}): Runtime {
  const rt = new Runtime(memory, host, options);
  createSingletons(rt);
  createFixedTypes(rt);
  makeLatin1Strings(rt);
  for (const name of allIdentifiers()) rt.names[name] = internStr(rt, name);
  reserveTypes(rt);
  initDataStack(rt);
  defineCoreTypes(rt);
  makeBuiltinsModule(rt);
  installBuiltins(rt);
  importSys(rt);
  rememberSpecializedCallables(rt);
  return rt;
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

/** `object` first: the others take its slots; then what definitions are made of. */
function defineCoreTypes(rt: Runtime): void {
  defineObject(rt);
  defineTypeType(rt);
  defineCallables(rt);
  defineDescriptors(rt);
  const access: GetSetPayload = { name: "__dict__", owner: FixedType.object, get: instanceDictAccess.get, set: instanceDictAccess.set, doc: null };
  rt.dictDescriptor = newHostObject(rt, rt.types.getsetDescriptor, access);
  defineSingletonTypes(rt);
  defineExceptions(rt);
  defineUnion(rt);
  defineGenericAlias(rt);
  defineMappingProxy(rt);
  defineTuple(rt);
  defineList(rt);
  defineDict(rt);
  defineDictViews(rt);
  defineSets(rt);
  defineRange(rt);
  defineIterators(rt);
  defineSuper(rt);
  defineModuleType(rt);
  defineTraceback(rt);
}

function makeBuiltinsModule(rt: Runtime): void {
  rt.modules = newDict(rt);
  const module = newModule(rt, "builtins");
  rt.builtins = newRef(rt, moduleDict(rt, module));
  setEntry(rt, rt.modules, "builtins", module);
  const add = (name: string, ref: number): void => setEntry(rt, rt.builtins, name, newRef(rt, ref));
  for (const name of ["object", "type", "tuple", "list", "dict", "set", "frozenset", "range", "slice"] as const) add(name, FixedType[name]);
  for (const name of ["super", "property", "staticmethod", "classmethod"] as const) add(name, rt.types[name]);
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
  addFunctions(rt, rt.builtins, { __build_class__: buildClassFunction, ...executeFunctions }, "builtins");
}

/** `sys` exists from the start: its streams are where `print` writes. */
function importSys(rt: Runtime): void {
  const sys = importModule(rt, "sys");
  if (sys === 0) throw new Error(formatException(rt, fetchError(rt)));
  decref(rt, sys);
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
  heap.store(vmStateAddress + VmState.builtinLen.offset, builtin("len"));
  heap.store(vmStateAddress + VmState.builtinIsinstance.offset, builtin("isinstance"));
  const append = internStr(rt, "append");
  heap.store(vmStateAddress + VmState.listAppend.offset, lookupType(rt, FixedType.list, append));
  decref(rt, append);
}
