// `types.SimpleNamespace`: what `sys.implementation` is.

import { instanceDictAccess } from "../kinds/object-type.ts";
import { FixedType } from "../layout/memory-map.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { setError, fail } from "../exceptions/errors.ts";
import { dictMergeDict, dictNext, dictPosition, entryKey, entryValue } from "../object/dict.ts";
import { instanceDictionary } from "../object/instance-dict.ts";
import { newHostObject } from "../object/new-object.ts";
import { NotImplemented, decref, isStr, newRef, typeName, typeOf } from "../object/reference.ts";
import { newStr, strValue } from "../object/str.ts";
import { newTuple, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getAttribute, setAttributeString } from "../protocols/attributes.ts";
import { callNoArguments, callOneArgument } from "../protocols/call.ts";
import { richCompare } from "../protocols/compare.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { isSubtype } from "../types/subtype.ts";

function init(rt: Runtime, self: number, args: number, kwargs: number): number {
  const count = tupleLength(rt, args);
  if (count > 1) return fail(rt, rt.types.TypeError, `SimpleNamespace expected at most 1 argument, got ${count}`);
  const dict = getAttribute(rt, self, rt.names.__dict__);
  if (dict === 0) return -1;
  let status = 0;
  if (count === 1) {
    const given = callOneArgument(rt, FixedType.dict, tupleItem(rt, args, 0));
    status = given === 0 ? -1 : mergeNames(rt, dict, given);
    if (given !== 0) decref(rt, given);
  }
  if (status === 0 && kwargs !== 0) status = dictMergeDict(rt, dict, kwargs, true);
  decref(rt, dict);
  return status;
}

/** Adds entries, whose keys must be strings. Status. */
function mergeNames(rt: Runtime, dict: number, given: number): number {
  for (let entry = dictNext(rt, given, 0); entry !== 0; entry = dictNext(rt, given, dictPosition(rt, given, entry) + 1))
    if (!isStr(rt, entryKey(rt, entry))) return fail(rt, rt.types.TypeError, "keywords must be strings");
  return dictMergeDict(rt, dict, given, true);
}

function repr(rt: Runtime, self: number): number {
  const name = typeOf(rt, self) === rt.nativeTypes.get("SimpleNamespace") ? "namespace" : typeName(rt, self);
  if (!enterRepr(rt, self)) return newStr(rt, `${name}(...)`);
  const dict = getAttribute(rt, self, rt.names.__dict__);
  const parts: string[] = [];
  let failed = dict === 0;
  for (
    let entry = failed ? 0 : dictNext(rt, dict, 0);
    entry !== 0 && !failed;
    entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)
  ) {
    const key = entryKey(rt, entry);
    if (!isStr(rt, key) || strValue(rt, key) === "") continue;
    const text = reprText(rt, entryValue(rt, entry));
    if (text === null) failed = true;
    else parts.push(`${strValue(rt, key)}=${text}`);
  }
  if (dict !== 0) decref(rt, dict);
  leaveRepr(rt);
  return failed ? 0 : newStr(rt, `${name}(${parts.join(", ")})`);
}

function compare(rt: Runtime, left: number, right: number, operator: number): number {
  const type = rt.nativeTypes.get("SimpleNamespace") ?? 0;
  if (!isSubtype(rt, typeOf(rt, left), type) || !isSubtype(rt, typeOf(rt, right), type))
    return newRef(rt, NotImplemented);
  const a = getAttribute(rt, left, rt.names.__dict__);
  const b = getAttribute(rt, right, rt.names.__dict__);
  const result =
    a === 0 || b === 0
      ? setError(rt, rt.types.SystemError, "namespace without a dict")
      : richCompare(rt, a, b, operator);
  if (a !== 0) decref(rt, a);
  if (b !== 0) decref(rt, b);
  return result;
}

function reduce(rt: Runtime, self: number): number {
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), newTuple(rt, 0), instanceDictAccess.get(rt, self));
}

/** `copy.replace`. */
function replace(rt: Runtime, self: number, changes: number): number {
  const made = callNoArguments(rt, typeOf(rt, self));
  if (made === 0) return 0;
  for (const source of [instanceDictionary(rt, self), changes]) {
    if (source !== 0) dictMergeDict(rt, instanceDictionary(rt, made), source, true);
  }
  return made;
}

/** Defines the type; it is in `rt.nativeTypes` under its name. */
export function defineSimpleNamespace(rt: Runtime): void {
  const type = defineType(rt, {
    name: "SimpleNamespace",
    module: "types",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    new: method("($type, /, *args, **kwargs)", (rt_, cls) => newHostObject(rt_, cls, null)),
    init: method("($self, /, *args, **kwargs)", init),
    methods: { __reduce__: method("($self, /)", reduce), __replace__: method("($self, /, **changes)", replace) },
    getset: { __dict__: readonlyField(instanceDictAccess.get) },
    slots: { repr, richcompare: compare },
  });
  rt.nativeTypes.set("SimpleNamespace", type);
}

/** A namespace with these attributes; the references are stolen. */
export function newNamespace(rt: Runtime, attributes: readonly (readonly [name: string, value: number])[]): number {
  const namespace = newHostObject(rt, rt.nativeTypes.get("SimpleNamespace") ?? 0, null);
  for (const [name, value] of attributes) {
    setAttributeString(rt, namespace, name, value);
    decref(rt, value);
  }
  return namespace;
}
