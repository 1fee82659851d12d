// Rules of names and attributes: what a lookup found, and which versions pin it.

import { FixedType } from "../layout/memory-map.ts";
import {
  CodeObjectLayout,
  Frame,
  InstanceObject,
  LayoutKind,
  ModuleObject,
  TypeFlag,
  TypeObject,
} from "../layout/objects.ts";
import { dictKeysVersion, dictLookup, dictPosition } from "../object/dict.ts";
import { hasInlineValues, inlineValues, sharedKeyIndex } from "../object/instance-dict.ts";
import { None, isSmallInt, isType, layoutKind, typeOf, typeSlots } from "../object/reference.ts";
import { strHash } from "../object/str.ts";
import { hostPayload } from "../object/new-object.ts";
import { type Runtime } from "../runtime.ts";
import { type MemberPayload } from "../types/descriptors.ts";
import { isSubtype } from "../types/subtype.ts";
import { lookupType, typeVersion } from "../types/lookup.ts";
import { type SpecializationObservation, type SpecializationSite, become, stay } from "./site.ts";

const slot = 4;
/** Versions of dict keys are in one code unit of `LOAD_GLOBAL`. */
const largestShortVersion = 0xffff;

/** The interned str with this index among the names of the frame's code. */
function nameAt(rt: Runtime, fp: number, index: number): number {
  const names = rt.heap.load(rt.heap.load(fp + Frame.code.offset) + CodeObjectLayout.names.offset);
  return rt.heap.load(names + slot * index);
}

/** Index of the entry of an interned name in a dict; -1 = none. */
function entryIndex(rt: Runtime, dict: number, name: number): number {
  const entry = dictLookup(rt, dict, name, strHash(rt, name));
  return entry <= 0 ? -1 : dictPosition(rt, dict, entry);
}

function isDict(rt: Runtime, reference: number): boolean {
  return reference !== 0 && typeOf(rt, reference) === FixedType.dict;
}

/** `LOAD_GLOBAL`. */
export function specializeLoadGlobal(
  rt: Runtime,
  { oparg, context: { fp } }: SpecializationSite,
): SpecializationObservation {
  const name = nameAt(rt, fp, oparg >>> 1);
  const globals = rt.heap.load(fp + Frame.globals.offset);
  if (!isDict(rt, globals)) return stay("globals are no dict");
  const globalsVersion = dictKeysVersion(rt, globals);
  if (globalsVersion > largestShortVersion) return stay("out of versions");
  const index = entryIndex(rt, globals, name);
  if (index > largestShortVersion) return stay("too many globals");
  if (index >= 0) return become("LOAD_GLOBAL_MODULE", { globalsVersion, index });
  const builtins = rt.heap.load(fp + Frame.builtins.offset);
  if (!isDict(rt, builtins)) return stay("builtins are no dict");
  const builtinsVersion = dictKeysVersion(rt, builtins);
  const builtinsIndex = entryIndex(rt, builtins, name);
  if (builtinsVersion > largestShortVersion || builtinsIndex < 0) return stay("no such name");
  return become("LOAD_GLOBAL_BUILTIN", { globalsVersion, builtinsVersion, index: builtinsIndex });
}

/** `LOAD_ATTR`. */
export function specializeLoadAttr(
  rt: Runtime,
  { oparg, context: { sp, fp } }: SpecializationSite,
): SpecializationObservation {
  const owner = rt.heap.load(sp - slot);
  const name = nameAt(rt, fp, oparg >>> 1);
  const wantsMethod = (oparg & 1) !== 0;
  if (isSmallInt(owner)) return specializeOnType(rt, FixedType.int, name, wantsMethod);
  const type = typeOf(rt, owner);
  if (type === FixedType.module) return specializeModule(rt, owner, name);
  if (isType(rt, owner)) return specializeClassAttribute(rt, owner, type, name);
  if (!isGeneric(rt, type, TypeFlag.GENERIC_GETATTR)) return stay("own attribute lookup");
  const member = memberOf(rt, type, name);
  if (member !== null) return become("LOAD_ATTR_SLOT", { version: typeVersion(rt, type), offset: member.offset });
  if (!hasValuesLayout(rt, type)) {
    return rt.heap.load(type + TypeObject.dictOffset.offset) === 0
      ? specializeOnType(rt, type, name, wantsMethod)
      : stay("dict");
  }
  return specializeInstance(rt, owner, type, name, wantsMethod);
}

function isGeneric(rt: Runtime, type: number, flag: number): boolean {
  return (rt.heap.load(type + TypeObject.flags.offset) & flag) !== 0;
}

function hasValuesLayout(rt: Runtime, type: number): boolean {
  return layoutKind(rt, type) === LayoutKind.INSTANCE;
}

function specializeInstance(
  rt: Runtime,
  owner: number,
  type: number,
  name: number,
  wantsMethod: boolean,
): SpecializationObservation {
  if (!hasInlineValues(rt, owner, type)) return stay("instance with a dict");
  const onType = lookupType(rt, type, name);
  if (onType !== 0 && isDataDescriptor(rt, onType)) return stay("data descriptor");
  const version = typeVersion(rt, type);
  const index = sharedKeyIndex(rt, type, name);
  if (index >= 0) {
    const isSet =
      index < rt.heap.load(owner + InstanceObject.valueCount.offset) &&
      rt.heap.load(owner + inlineValues + slot * index) !== 0;
    // A name that instances may shadow is pinned by nothing but the value itself.
    return isSet
      ? become("LOAD_ATTR_INSTANCE_VALUE", { version, offset: inlineValues + slot * index })
      : stay("attribute not set");
  }
  if (onType === 0) return stay("no such attribute");
  if (isPlainMethod(rt, onType)) {
    return wantsMethod ? become("LOAD_ATTR_METHOD_WITH_VALUES", { version, value: onType }) : stay("bound method");
  }
  if (isDescriptor(rt, onType) || wantsMethod) return stay("descriptor");
  return become("LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES", { version, value: onType });
}

/** Attributes of objects without a dict: methods of builtin types. */
function specializeOnType(rt: Runtime, type: number, name: number, wantsMethod: boolean): SpecializationObservation {
  const onType = lookupType(rt, type, name);
  if (onType === 0) return stay("no such attribute");
  const version = typeVersion(rt, type);
  if (isPlainMethod(rt, onType)) {
    return wantsMethod ? become("LOAD_ATTR_METHOD_NO_DICT", { version, value: onType }) : stay("bound method");
  }
  if (isDescriptor(rt, onType) || wantsMethod) return stay("descriptor");
  // None of a builtin type stands for a text that is looked up.
  if (onType === None && name === rt.names.__doc__) return stay("descriptor");
  return become("LOAD_ATTR_NONDESCRIPTOR_NO_DICT", { version, value: onType });
}

function specializeClassAttribute(
  rt: Runtime,
  owner: number,
  metatype: number,
  name: number,
): SpecializationObservation {
  if (metatype !== FixedType.type || lookupType(rt, metatype, name) !== 0) return stay("metaclass");
  const found = lookupType(rt, owner, name);
  if (found === 0) return stay("no such attribute");
  // A function read from its class is itself; other descriptors have a say.
  if (typeOf(rt, found) !== FixedType.function && isDescriptor(rt, found)) return stay("descriptor");
  return become("LOAD_ATTR_CLASS", { version: typeVersion(rt, owner), value: found });
}

function specializeModule(rt: Runtime, module: number, name: number): SpecializationObservation {
  const dict = rt.heap.load(module + ModuleObject.dict.offset);
  if (!isDict(rt, dict)) return stay("module without a dict");
  const index = entryIndex(rt, dict, name);
  if (index < 0 || index > largestShortVersion) return stay("no such attribute");
  return become("LOAD_ATTR_MODULE", { version: dictKeysVersion(rt, dict), offset: index });
}

/** Python functions and methods of builtin types: a call through an instance passes the instance. */
function isPlainMethod(rt: Runtime, reference: number): boolean {
  if (isSmallInt(reference)) return false;
  const type = typeOf(rt, reference);
  return type === FixedType.function || type === FixedType.method_descriptor;
}

/** The field of an instance that a name of `__slots__` stands for. */
function memberOf(rt: Runtime, type: number, name: number): MemberPayload | null {
  const found = lookupType(rt, type, name);
  if (found === 0 || typeOf(rt, found) !== rt.types.memberDescriptor) return null;
  const member = hostPayload(rt, found) as MemberPayload;
  return isSubtype(rt, type, member.owner) && member.offset <= largestShortVersion ? member : null;
}

function isDescriptor(rt: Runtime, reference: number): boolean {
  return typeSlots(rt, typeOf(rt, reference)).descriptorGet !== null;
}

function isDataDescriptor(rt: Runtime, reference: number): boolean {
  return typeSlots(rt, typeOf(rt, reference)).descriptorSet !== null;
}

/** `STORE_ATTR`: value, owner. */
export function specializeStoreAttr(
  rt: Runtime,
  { oparg, context: { sp, fp } }: SpecializationSite,
): SpecializationObservation {
  const owner = rt.heap.load(sp - slot);
  if (isSmallInt(owner)) return stay("type");
  const type = typeOf(rt, owner);
  if (!isGeneric(rt, type, TypeFlag.GENERIC_SETATTR)) return stay("own attribute storage");
  const name = nameAt(rt, fp, oparg);
  const member = memberOf(rt, type, name);
  if (member !== null && member.isReadonly !== true) {
    return become("STORE_ATTR_SLOT", { version: typeVersion(rt, type), offset: member.offset });
  }
  if (!hasValuesLayout(rt, type)) return stay("own attribute storage");
  if (!hasInlineValues(rt, owner, type)) return stay("instance with a dict");
  const onType = lookupType(rt, type, name);
  if (onType !== 0 && isDataDescriptor(rt, onType)) return stay("data descriptor");
  const index = sharedKeyIndex(rt, type, name);
  if (index < 0 || index >= rt.heap.load(type + TypeObject.inlineCapacity.offset)) return stay("no inline value");
  return become("STORE_ATTR_INSTANCE_VALUE", { version: typeVersion(rt, type), offset: inlineValues + slot * index });
}
