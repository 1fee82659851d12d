// The class `Generic`. What it does is written in the library's `typing`. As long as nobody has imported that, classes with type parameters
// get along without: their base is an alias of the machine's own, and it knows their parameters.

import { importModule } from "../importing/import-module.ts";
import { TypeObject } from "../layout/objects.ts";
import { dictGet, dictGetName, dictSet } from "../object/dict.ts";
import { None, decref, emptyTuple, isTuple, newRef, xdecref } from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callTuple } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { initSubclass } from "../types/init-subclass.ts";
import { typeModified } from "../types/lookup.ts";
import { newGenericAlias } from "./generic-alias.ts";
import { callTyping, makeParameters, tupleContents, tupleOfAll } from "./type-arguments.ts";
import { unpackTuples } from "./type-parameter-types.ts";
import { typingType } from "./typing-types.ts";

function isTypingLoaded(rt: Runtime): boolean {
  const key = internStr(rt, "typing");
  const module = dictGet(rt, rt.modules, key);
  decref(rt, key);
  return module !== 0;
}

/** `Generic[parameters]`, the base of a class with type parameters. New reference. */
export function subscriptGeneric(rt: Runtime, parameters: number): number {
  const generic = typingType(rt, "Generic");
  if (!isTypingLoaded(rt)) return newGenericAlias(rt, generic, parameters);
  const args = unpackTuples(rt, parameters);
  if (args === 0) return 0;
  const alias = callTyping(rt, "_GenericAlias", generic, args);
  decref(rt, args);
  return alias;
}

function subscript(rt: Runtime, type: number, item: number): number {
  return rt.host.library === undefined
    ? newGenericAlias(rt, type, item)
    : callTyping(rt, "_generic_class_getitem", type, item);
}

function subclassed(rt: Runtime, type: number, args: number, keywords: number): number {
  if (!isTypingLoaded(rt))
    return setParameters(rt, type) < 0 || initSubclass(rt, type, keywords, typingType(rt, "Generic")) < 0 ? 0 : None;
  const typing = importModule(rt, "typing");
  const fn = typing === 0 ? 0 : getAttributeString(rt, typing, "_generic_init_subclass");
  const all = tupleOfAll(rt, [newRef(rt, type), ...tupleContents(rt, args).map((it) => newRef(rt, it))]);
  const result = fn === 0 ? 0 : callTuple(rt, fn, all, keywords);
  for (const it of [typing, fn, all]) xdecref(rt, it);
  return result;
}

/** `__parameters__`: those in the bases as they were written. Status. */
function setParameters(rt: Runtime, type: number): number {
  const dict = rt.heap.load(type + TypeObject.dict.offset);
  const [name, key] = [internStr(rt, "__orig_bases__"), internStr(rt, "__parameters__")];
  const bases = dictGetName(rt, dict, name);
  const parameters = bases !== 0 && isTuple(rt, bases) ? makeParameters(rt, bases) : emptyTuple;
  let status = -1;
  if (parameters !== 0) {
    typeModified(rt, type);
    status = dictSet(rt, dict, key, parameters);
    if (parameters !== emptyTuple) decref(rt, parameters);
  }
  decref(rt, name);
  decref(rt, key);
  return status;
}

/** Defines the type. */
export function defineGeneric(rt: Runtime): void {
  const type = defineType(rt, {
    name: "Generic",
    module: "typing",
    classMethods: {
      __class_getitem__: method("($type, item, /)", subscript),
      __init_subclass__: method("($type, /, *args, **kwargs)", subclassed),
    },
  });
  rt.nativeTypes.set("typing.Generic", type);
}
