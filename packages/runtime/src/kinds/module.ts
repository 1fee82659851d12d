// `module` objects, and builtin modules from data.

import { argumentTypeName } from "../builtins/arguments.ts";
import { clearIf, errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { sysModule } from "../importing/find-module.ts";
import { lazySysAttribute } from "../importing/frozen.ts";
import { optionalAttribute } from "../importing/load-module.ts";
import { isInitializing, isUninitializedSubmodule, originOf, shadowing } from "../importing/module-origin.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, ModuleObject, TypeFlag } from "../layout/objects.ts";
import { dictGetName, dictSet, newDict } from "../object/dict.ts";
import { allocate } from "../object/new-object.ts";
import { type ModuleWithFunctions } from "../image/links.ts";
import { None, decref, isDict, isStr, newRef, xdecref } from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { genericGetAttribute, getAttribute } from "../protocols/attributes.ts";
import { callNoArguments, callOneArgument } from "../protocols/call.ts";
import { listFrom } from "../protocols/iterate.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, method, readonlyField } from "../types/builtin-definition.ts";
import { defineType, newBuiltinFunction } from "../types/define-type.ts";
import { define } from "../types/type-parts.ts";
import { setExceptionState } from "../exceptions/exception-state.ts";
import { moduleAnnotate, moduleAnnotations } from "./module-annotations.ts";

const dictOffset = ModuleObject.dict.offset;
const nameOffset = ModuleObject.name.offset;

/** A module with builtin functions and other attributes, which are stolen. */
export function newModule(
  rt: Runtime,
  name: string,
  functions: Readonly<Record<string, BuiltinSpecification>> = {},
  attributes: Readonly<Record<string, number>> = {},
): number {
  const module = allocateModule(rt, FixedType.module);
  const text = internStr(rt, name);
  initModule(rt, module, text, 0);
  decref(rt, text);
  const dict = moduleDict(rt, module);
  addFunctions(rt, dict, functions, name);
  for (const [key, value] of Object.entries(attributes)) setEntry(rt, dict, key, value);
  return module;
}

/** Adds builtin functions to the dict of a module. */
export function addFunctions(
  rt: Runtime,
  dict: number,
  functions: Readonly<Record<string, BuiltinSpecification>>,
  moduleName: string,
): void {
  const module = internStr(rt, moduleName);
  const add = (): void => {
    for (const [name, it] of Object.entries(functions))
      setEntry(rt, dict, name, newBuiltinFunction(rt, define(it, name, null, moduleName), 0, module));
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
  if (self === sysModule(rt)) {
    const value = lazySysAttribute(rt, strValue(rt, name));
    if (value !== 0 || errorOccurred(rt) !== 0) return value;
  }
  setError(rt, rt.types.AttributeError, missingAttribute(rt, moduleDict(rt, self), strValue(rt, name)));
  setExceptionState(rt, errorOccurred(rt), "name", name);
  setExceptionState(rt, errorOccurred(rt), "obj", self);
  return 0;
}

/** The message of the AttributeError: circular imports and files that hide others are what mostly lie behind it. */
function missingAttribute(rt: Runtime, dict: number, name: string): string {
  const own = dictGetName(rt, dict, rt.names.__name__);
  if (own === 0 || !isStr(rt, own)) return `module has no attribute '${name}'`;
  const module = strValue(rt, own);
  const plain = `module '${module}' has no attribute '${name}'`;
  const spec = dictGetName(rt, dict, rt.names.__spec__);
  if (spec === 0 || spec === None) return plain;
  const origin = originOf(rt, spec);
  const shadows = shadowing(rt, origin, module);
  if (shadows === "library")
    return `${plain} (consider renaming '${origin}' since it has the same name as the standard library module named '${module}' and prevents importing that standard library module)`;
  if (isInitializing(rt, spec)) {
    if (shadows === "perhaps")
      return `${plain} (consider renaming '${origin}' if it has the same name as a library you intended to import)`;
    const from = origin === null ? "" : ` from '${origin}'`;
    return `partially initialized module '${module}'${from} has no attribute '${name}' (most likely due to a circular import)`;
  }
  if (isUninitializedSubmodule(rt, spec, name))
    return `cannot access submodule '${name}' of module '${module}' (most likely due to a circular import)`;
  return plain;
}

/** The names in a module, or what its `__dir__` says. */
function moduleDir(rt: Runtime, self: number): number {
  const dict = getAttribute(rt, self, rt.names.__dict__);
  if (dict === 0) return 0;
  const hook = isDict(rt, dict) ? dictGetName(rt, dict, rt.names.__dir__) : 0;
  const names = !isDict(rt, dict)
    ? setError(rt, rt.types.TypeError, "<module>.__dict__ is not a dictionary")
    : hook === 0
      ? listFrom(rt, dict)
      : callNoArguments(rt, hook);
  decref(rt, dict);
  return names;
}

/** By the spec; without one by `__file__`. */
function moduleRepr(rt: Runtime, self: number): number {
  const dict = moduleDict(rt, self);
  const name = dictGetName(rt, dict, rt.names.__name__);
  const text = name === 0 ? "'?'" : reprText(rt, name);
  if (text === null) return 0;
  const spec = dictGetName(rt, dict, rt.names.__spec__);
  const located = spec === 0 || spec === None ? null : originOf(rt, spec);
  if (located !== null) return newStr(rt, `<module ${text} from '${located}'>`);
  const file = dictGetName(rt, dict, rt.names.__file__);
  if (file !== 0 && (isStr(rt, file) || spec === 0 || spec === None)) {
    const path = reprText(rt, file);
    return path === null ? 0 : newStr(rt, `<module ${text} from ${path}>`);
  }
  const origin = spec === 0 || spec === None ? 0 : optionalAttribute(rt, spec, "origin");
  if (origin !== 0 && isStr(rt, origin)) {
    const from = strValue(rt, origin);
    decref(rt, origin);
    return newStr(rt, `<module ${text} (${from})>`);
  }
  xdecref(rt, origin);
  const path = dictGetName(rt, dict, rt.names.__path__);
  if (path !== 0) {
    const list = listFrom(rt, path);
    const folders = list === 0 ? null : reprText(rt, list);
    xdecref(rt, list);
    return folders === null ? 0 : newStr(rt, `<module ${text} (namespace) from ${folders}>`);
  }
  const isNative = name !== 0 && isStr(rt, name) && (rt.nativeModules.has(strValue(rt, name)) || dict === rt.builtins);
  const loader = dictGetName(rt, dict, rt.names.__loader__);
  const loaded = isNative ? "built-in" : loader === 0 || loader === None ? "" : reprText(rt, loader);
  return loaded === null ? 0 : newStr(rt, `<module ${text}${loaded === "" ? "" : ` (${loaded})`}>`);
}

/** Defines `module`. */
export function defineModuleType(rt: Runtime): void {
  defineType(rt, {
    name: "module",
    flags: TypeFlag.WEAK_REFERENCES,
    address: FixedType.module,
    layout: LayoutKind.MODULE,
    size: ModuleObject.size,
    dictOffset,
    new: method("($type, /, *args, **kwargs)", (rt_, type) => allocateModule(rt_, type)),
    init: method("($self, name, doc=None)", (rt_, self, name, doc) => {
      if (!isStr(rt_, name))
        return fail(
          rt_,
          rt_.types.TypeError,
          `module() argument 'name' must be str, not ${argumentTypeName(rt_, name)}`,
        );
      const old = rt_.heap.load(self + nameOffset);
      initModule(rt_, self, name, doc);
      xdecref(rt_, old);
      return 0;
    }),
    methods: { __dir__: method("($self, /)", moduleDir) },
    getset: {
      __dict__: readonlyField((rt_, self) => newRef(rt_, moduleDict(rt_, self))),
      __annotations__: moduleAnnotations,
      __annotate__: moduleAnnotate,
    },
    slots: { repr: moduleRepr, getattro: moduleAttribute },
  });
}
