// `module` objects, and builtin modules from data.

import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, ModuleObject } from "../layout/objects.ts";
import { dictGetName, dictSet, newDict } from "../object/dict.ts";
import { allocate, countContainer } from "../object/new-object.ts";
import { type ModuleWithFunctions } from "../image/links.ts";
import { None, decref, isStr, newRef, typeOf } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { genericGetAttribute } from "../protocols/attributes.ts";
import { callOneArgument } from "../protocols/call.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType, newBuiltinFunction } from "../types/define-type.ts";
import { define } from "../types/type-parts.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";

const dictOffset = ModuleObject.dict.offset;
const nameOffset = ModuleObject.name.offset;

/** A module with builtin functions and other attributes, which are stolen. */
export function newModule(
  rt: Runtime,
  name: string,
  functions: Readonly<Record<string, BuiltinSpecification>> = {},
  attributes: Readonly<Record<string, number>> = {},
  doc: string | null = null,
): number {
  const module = allocateModule(rt, FixedType.module);
  const text = internStr(rt, name);
  initModule(rt, module, text, 0);
  decref(rt, text);
  const dict = moduleDict(rt, module);
  if (doc !== null) setEntry(rt, dict, "__doc__", newStr(rt, doc));
  addFunctions(rt, dict, functions, name);
  for (const [key, value] of Object.entries(attributes)) setEntry(rt, dict, key, value);
  return module;
}

/** Adds builtin functions to the dict of a module. */
export function addFunctions(rt: Runtime, dict: number, functions: Readonly<Record<string, BuiltinSpecification>>, moduleName: string): void {
  const module = internStr(rt, moduleName);
  const add = (): void => {
    for (const [name, it] of Object.entries(functions)) setEntry(rt, dict, name, newBuiltinFunction(rt, define(it, name, null), 0, module));
  };
  if (rt.recorder === null) add();
  else rt.recorder.noteFunctions(moduleName as ModuleWithFunctions, add);
  decref(rt, module);
}

/** Sets an entry of a module's dict. Steals `value`. */
export function setEntry(rt: Runtime, dict: number, name: string, value: number): void {
  const key = internStr(rt, name);
  dictSet(rt, dict, key, value);
  decref(rt, key);
  decref(rt, value);
}

/** The dict of a module, borrowed. */
export function moduleDict(rt: Runtime, module: number): number {
  return rt.heap.load(module + dictOffset);
}

function allocateModule(rt: Runtime, type: number): number {
  const module = allocate(rt, type);
  rt.heap.store(module + dictOffset, newDict(rt));
  countContainer(rt);
  return module;
}

function initModule(rt: Runtime, module: number, name: number, doc: number): void {
  const dict = moduleDict(rt, module);
  rt.heap.store(module + nameOffset, newRef(rt, name));
  dictSet(rt, dict, rt.names.__name__, name);
  dictSet(rt, dict, rt.names.__doc__, doc === 0 ? None : doc);
  for (const it of [rt.names.__package__, rt.names.__loader__, rt.names.__spec__]) dictSet(rt, dict, it, None);
}

function moduleAttribute(rt: Runtime, self: number, name: number): number {
  const value = dictGetName(rt, moduleDict(rt, self), name);
  if (value !== 0 && name !== rt.names.__dict__ && name !== rt.names.__class__) return newRef(rt, value);
  const result = genericGetAttribute(rt, self, name);
  if (result !== 0 || !clearIf(rt, rt.types.AttributeError)) return result;
  const hook = dictGetName(rt, moduleDict(rt, self), rt.names.__getattr__);
  if (hook !== 0) return callOneArgument(rt, hook, name);
  const own = dictGetName(rt, moduleDict(rt, self), rt.names.__name__);
  const shown = own !== 0 && isStr(rt, own) ? `module '${strValue(rt, own)}'` : "module";
  setError(rt, rt.types.AttributeError, `${shown} has no attribute '${strValue(rt, name)}'`);
  setExceptionState(rt, errorOccurred(rt), "name", name);
  setExceptionState(rt, errorOccurred(rt), "obj", self);
  return 0;
}

function moduleRepr(rt: Runtime, self: number): number {
  const name = dictGetName(rt, moduleDict(rt, self), rt.names.__name__);
  const text = name === 0 ? "'?'" : reprText(rt, name);
  const file = dictGetName(rt, moduleDict(rt, self), rt.names.__file__);
  if (text === null) return 0;
  if (file === 0 || typeOf(rt, file) !== FixedType.str) return newStr(rt, `<module ${text} (built-in)>`);
  const path = reprText(rt, file);
  return path === null ? 0 : newStr(rt, `<module ${text} from ${path}>`);
}

/** Defines `module`. */
export function defineModuleType(rt: Runtime): void {
  defineType(rt, {
    name: "module",
    address: FixedType.module,
    layout: LayoutKind.MODULE,
    size: ModuleObject.size,
    dictOffset,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => allocateModule(rt_, type)),
    init: method("($self, name, doc=None)", (rt_, self, name, doc) => {
      if (rt_.heap.load((self) + nameOffset) === 0) initModule(rt_, self, name, doc);
      return 0;
    }),
    getset: { __dict__: getset((rt_, self) => newRef(rt_, moduleDict(rt_, self))) },
    slots: { repr: moduleRepr, getattro: moduleAttribute },
  });
}
