// The type `object`, and the types of None, NotImplemented and Ellipsis.

import { newInteger } from "../numbers/integer-object.ts";
import { argumentTypeName } from "../builtins/arguments.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { FixedType, Singleton } from "../layout/memory-map.ts";
import { LayoutKind, ObjectHeader, TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictGetName, dictMergeDict, dictNext, dictPosition, entryKey, newDict } from "../object/dict.ts";
import { dictField, instanceDictionary } from "../object/instance-dict.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import { allocate } from "../object/new-object.ts";
import {
  None,
  NotImplemented,
  decref,
  incref,
  isDict,
  isStr,
  isType,
  newRef,
  pyBool,
  slotsOf,
  typeInfo,
  typeName,
  typeOf,
  typeSlots,
  messageName,
} from "../object/reference.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { genericGetAttribute, genericSetAttribute } from "../protocols/attributes.ts";
import { hashAddress } from "../protocols/hash.ts";
import { forEach } from "../protocols/iterate.ts";
import { addressText, reprObject, strObject } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { getset, method, rawFunction } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { type CallSlot, Compare, type InitSlot } from "../types/slots.ts";
import { objectReduce, objectReduceEx, objectState } from "./reduce.ts";
import { fullTypeName } from "./type-type.ts";

function objectRepr(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  const info = typeInfo(rt, type);
  const name = fullTypeName(rt, type);
  return newStr(rt, `<${name === "" ? info.name : name} object at ${addressText(self)}>`);
}

/** `object.__new__` and `object.__init__` reject arguments unless exactly one of them is overridden. */
const objectNew: CallSlot = (rt, type, _args, count, kwnames) => {
  const slots = typeSlots(rt, type);
  if (count > 0 || kwnames !== 0) {
    if (slots.new !== objectNew)
      return setError(rt, rt.types.TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    if (slots.init === objectInit)
      return setError(rt, rt.types.TypeError, `${messageName(rt, type)}() takes no arguments`);
  }
  if ((rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.ABSTRACT) !== 0) return raiseAbstract(rt, type);
  return allocate(rt, type);
};

const objectInit: InitSlot = (rt, self, _args, count, kwnames) => {
  if (count === 0 && kwnames === 0) return 0;
  const slots = slotsOf(rt, self);
  if (slots.init !== objectInit)
    return fail(rt, rt.types.TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
  if (slots.new === objectNew) {
    const what = `${typeName(rt, self)}.__init__() takes exactly one argument (the instance to initialize)`;
    return fail(rt, rt.types.TypeError, what);
  }
  return 0;
};

/** Raises TypeError for a class that has the flag ABSTRACT. */
function raiseAbstract(rt: Runtime, type: number): 0 {
  const methods = dictGetName(rt, rt.heap.load(type + TypeObject.dict.offset), rt.names.__abstractmethods__);
  const names: string[] = [];
  if (methods !== 0 && forEach(rt, methods, (it) => (names.push(strValue(rt, it)), 0)) < 0) return 0;
  names.sort();
  const shown = names.map((it) => `'${it}'`).join(", ");
  return setError(
    rt,
    rt.types.TypeError,
    `Can't instantiate abstract class ${messageName(rt, type)} without an implementation for abstract method${names.length === 1 ? "" : "s"} ${shown}`,
  );
}

function objectCompare(rt: Runtime, self: number, other: number, operator: number): number {
  if (operator === Compare.EQ) return self === other ? pyBool(true) : newRef(rt, NotImplemented);
  if (operator !== Compare.NE) return newRef(rt, NotImplemented);
  const compare = slotsOf(rt, self).richcompare;
  if (compare === null) return newRef(rt, NotImplemented);
  const equal = compare(rt, self, other, Compare.EQ);
  if (equal === 0 || equal === NotImplemented) return equal;
  const isEqual = isTrue(rt, equal);
  decref(rt, equal);
  return isEqual < 0 ? 0 : pyBool(isEqual === 0);
}

/** Whether instances of two classes have the same fields at the same places: CPython's compatible_for_assignment. */
function haveSameFields(rt: Runtime, left: number, right: number): boolean {
  const [one, other] = [left, right].map((type) => withoutTrivial(rt, type)) as [number, number];
  if (one === other) return true;
  const { heap } = rt;
  const baseOf = (type: number): number => heap.load(type + TypeObject.base.offset);
  return baseOf(one) === baseOf(other) && hasFieldsOf(rt, one, other);
}

/** The class that a class stands on but for those that add no fields to it. */
function withoutTrivial(rt: Runtime, type: number): number {
  let it = type;
  for (
    let base;
    (base = rt.heap.load(it + TypeObject.base.offset)) !== 0 &&
    typeInfo(rt, it).slotNames.length === 0 &&
    hasFieldsOf(rt, it, base, "base");
  )
    it = base;
  return it;
}

function hasFieldsOf(rt: Runtime, type: number, other: number, relation: "base" | "sibling" = "sibling"): boolean {
  const { heap } = rt;
  const { instanceSize, dictOffset, flags } = TypeObject;
  const mask = 0xff | TypeFlag.WEAK_REFERENCES;
  const own = typeInfo(rt, type).slotNames;
  const names = typeInfo(rt, other).slotNames;
  return (
    [instanceSize, dictOffset].every(({ offset }) => heap.load(type + offset) === heap.load(other + offset)) &&
    (heap.load(type + flags.offset) & mask) === (heap.load(other + flags.offset) & mask) &&
    (relation === "base" || (own.length === names.length && own.every((it, index) => it === names[index])))
  );
}

function setClass(rt: Runtime, self: number, value: number): number {
  if (value === 0) return fail(rt, rt.types.TypeError, "can't delete __class__ attribute");
  if (!isType(rt, value))
    return fail(rt, rt.types.TypeError, `__class__ must be set to a class, not '${typeName(rt, value)}' object`);
  const { heap } = rt;
  const old = typeOf(rt, self);
  const isImmutable = (type: number): boolean => (heap.load(type + TypeObject.flags.offset) & TypeFlag.IMMUTABLE) !== 0;
  if (
    (isImmutable(old) || isImmutable(value)) &&
    !(isSubtype(rt, old, FixedType.module) && isSubtype(rt, value, FixedType.module))
  ) {
    return fail(
      rt,
      rt.types.TypeError,
      "__class__ assignment only supported for mutable types or ModuleType subclasses",
    );
  }
  if (!haveSameFields(rt, old, value)) {
    return fail(
      rt,
      rt.types.TypeError,
      `__class__ assignment: '${messageName(rt, value)}' object layout differs from '${messageName(rt, old)}'`,
    );
  }
  const isInline = (heap.load(old + TypeObject.flags.offset) & 0xff) === LayoutKind.INSTANCE;
  if (
    isInline &&
    heap.load(old + TypeObject.inlineCapacity.offset) !== heap.load(value + TypeObject.inlineCapacity.offset)
  ) {
    return fail(
      rt,
      rt.types.TypeError,
      `__class__ assignment: '${messageName(rt, value)}' object layout differs from '${messageName(rt, old)}'`,
    );
  }
  if (dictField(rt, self) !== 0) instanceDictionary(rt, self);
  incref(rt, value);
  heap.store(self + ObjectHeader.type.offset, value);
  decref(rt, old);
  return 0;
}

function objectDir(rt: Runtime, self: number): number {
  const names = newDict(rt);
  const field = dictField(rt, self);
  const mro = rt.heap.load(typeOf(rt, self) + TypeObject.mro.offset);
  if (field !== 0) dictMergeDict(rt, names, instanceDictionary(rt, self), true);
  for (let index = 0, length = tupleLength(rt, mro); index < length; index++) {
    dictMergeDict(rt, names, rt.heap.load(tupleItem(rt, mro, index) + TypeObject.dict.offset), true);
  }
  const list = newList(rt);
  for (let entry = dictNext(rt, names, 0); entry !== 0; entry = dictNext(rt, names, dictPosition(rt, names, entry) + 1))
    listAppendStolen(rt, list, newRef(rt, entryKey(rt, entry)));
  decref(rt, names);
  return list;
}

function objectFormat(rt: Runtime, self: number, spec: number): number {
  if (!isStr(rt, spec))
    return setError(rt, rt.types.TypeError, `__format__() argument must be str, not ${argumentTypeName(rt, spec)}`);
  if (strLength(rt, spec) > 0)
    return setError(rt, rt.types.TypeError, `unsupported format string passed to ${typeName(rt, self)}.__format__`);
  return strObject(rt, self);
}

/** Defines `object`. First of all types. */
export function defineObject(rt: Runtime): void {
  defineType(rt, {
    name: "object",
    address: FixedType.object,
    layout: LayoutKind.STATIC,
    size: ObjectHeader.size,
    slots: {
      repr: objectRepr,
      str: (rt_, self) => reprObject(rt_, self),
      hash: (_rt, self) => hashAddress(self),
      richcompare: objectCompare,
      getattro: genericGetAttribute,
      setattro: genericSetAttribute,
      new: objectNew,
      init: objectInit,
    },
    methods: {
      __format__: method("($self, format_spec, /)", objectFormat),
      __dir__: method("($self, /)", objectDir),
      __sizeof__: method(
        "($self, /)",
        (rt_, self) => (rt_.heap.load(typeOf(rt_, self) + TypeObject.instanceSize.offset) << 1) | 1,
      ),
      __getstate__: method("($self, /)", objectState),
      __reduce__: method("($self, /)", objectReduce),
      __reduce_ex__: method("($self, protocol, /)", objectReduceEx),
    },
    classMethods: {
      __init_subclass__: rawFunction("($type, /)", (rt_, type, _args, count, kwnames) =>
        count === 0 && kwnames === 0
          ? None
          : setError(
              rt_,
              rt_.types.TypeError,
              `${messageName(rt_, type)}.__init_subclass__() takes no ${kwnames === 0 ? "arguments" : "keyword arguments"}`,
            ),
      ),
      __subclasshook__: method("($type, object, /)", (rt_) => newRef(rt_, NotImplemented)),
    },
    getset: { __class__: getset((rt_, self) => newRef(rt_, typeOf(rt_, self)), setClass) },
  });
}

/** CPython's `hash(None)`. */
const noneHash = 0xfca86420;

/** Defines the types of the singletons. */
export function defineSingletonTypes(rt: Runtime): void {
  const define = (name: "NoneType" | "ellipsis" | "NotImplementedType", shown: string, object: number): void => {
    defineType(rt, {
      name,
      address: FixedType[name],
      acceptsSubclasses: false,
      new: method("($type, /, *args, **kwargs)", (rt_, _type, args, kwargs) =>
        tupleLength(rt_, args) === 0 && kwargs === 0
          ? newRef(rt_, object)
          : setError(rt_, rt_.types.TypeError, `${name === "ellipsis" ? "EllipsisType" : name} takes no arguments`),
      ),
      ...(name === "NoneType" ? {} : { methods: { __reduce__: method("($self, /)", (rt_) => newStr(rt_, shown)) } }),
      slots: {
        repr: (rt_) => newStr(rt_, shown),
        ...(name === "NoneType"
          ? { bool: () => 0, hash: () => noneHash | 0, visibleHash: (rt_) => newInteger(rt_, noneHash) }
          : {}),
        ...(name === "NotImplementedType"
          ? { bool: (rt_) => fail(rt_, rt_.types.TypeError, "NotImplemented should not be used in a boolean context") }
          : {}),
      },
    });
  };
  define("NoneType", "None", None);
  define("ellipsis", "Ellipsis", Singleton.Ellipsis);
  define("NotImplementedType", "NotImplemented", NotImplemented);
}

/** The setter of `__dict__` in classes of programs; 0 makes it empty. */
export function setInstanceDict(rt: Runtime, self: number, value: number): number {
  if (isType(rt, self) || isSubtype(rt, typeOf(rt, self), FixedType.module)) {
    const owner = isType(rt, self) ? "type" : "module";
    return fail(rt, rt.types.AttributeError, `attribute '__dict__' of '${owner}' objects is not writable`);
  }
  if (value !== 0 && !isDict(rt, value)) {
    return fail(rt, rt.types.TypeError, `__dict__ must be set to a dictionary, not a '${typeName(rt, value)}'`);
  }
  const old = instanceDictionary(rt, self);
  rt.heap.store(dictField(rt, self), value === 0 ? newDict(rt) : newRef(rt, value));
  decref(rt, old);
  return 0;
}

/** The `__dict__` of an instance: getter and setter of the descriptor in builtin types. */
export const instanceDictAccess = {
  get: (rt: Runtime, self: number): number =>
    dictField(rt, self) === 0
      ? setError(rt, rt.types.AttributeError, "This object has no __dict__")
      : newRef(rt, instanceDictionary(rt, self)),
  set: (rt: Runtime, self: number, value: number): number =>
    value === 0 ? fail(rt, rt.types.TypeError, "cannot delete __dict__") : setInstanceDict(rt, self, value),
} as const;
