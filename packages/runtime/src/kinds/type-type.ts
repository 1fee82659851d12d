// The type `type`: attributes of classes, calling them, making them.

import { cannotCreate } from "../types/no-instances.ts";
import { argumentTypeName } from "../builtins/arguments.ts";
import { chargeOperands } from "../builtins/work.ts";
import { clearIf, fail, setError } from "../exceptions/errors.ts";
import { attributeError } from "../exceptions/attribute-error.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, TypeFlag, TypeObject } from "../layout/objects.ts";
import { dictDelete, dictGetName, dictNext, dictPosition, dictSet, entryKey, newDict } from "../object/dict.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import {
  None,
  smallInt,
  decref,
  emptyTuple,
  incref,
  isStr,
  isTuple,
  newRef,
  pyBool,
  slotsOf,
  messageName,
  typeInfo,
  typeName,
  typeOf,
  typeSlots,
  xdecref,
} from "../object/reference.ts";
import { newInt } from "../object/int.ts";
import { newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { unionOf } from "./union.ts";
import { classAnnotate, classAnnotations } from "./class-annotations.ts";
import { newMappingProxy } from "./mapping-proxy.ts";
import { typeBases } from "./type-bases.ts";
import { strObject } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method, rawFunction, readonlyField } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { typeDocumentation } from "../types/documentation.ts";
import { lookupType, typeModified } from "../types/lookup.ts";
import { calculateMetaclass, makeClass } from "../types/make-class.ts";
import { computeMro } from "../types/mro.ts";
import { type CallSlot } from "../types/slots.ts";
import { isSubtype } from "../types/subtype.ts";
import { isSpecialName, updateSlots } from "../types/update-slots.ts";
import { isTrue } from "../protocols/truth.ts";
import { isInstance, isSubclass } from "../protocols/instance-check.ts";

const layout = TypeObject;
/** Attribute of a class: data descriptors of the metaclass, then the class's own, bound, then the rest of the metaclass. */
function typeGetAttribute(rt: Runtime, type: number, name: number): number {
  const meta = typeOf(rt, type);
  const metaAttribute = lookupType(rt, meta, name);
  let metaGet = null;
  if (metaAttribute !== 0) {
    const slots = slotsOf(rt, metaAttribute);
    metaGet = slots.descriptorGet;
    if (metaGet !== null && slots.descriptorSet !== null) return metaGet(rt, metaAttribute, type, meta);
  }
  const attribute = lookupType(rt, type, name);
  if (attribute !== 0) {
    const get = slotsOf(rt, attribute).descriptorGet;
    if (get === null) return newRef(rt, attribute);
    incref(rt, attribute);
    const result = get(rt, attribute, 0, type);
    decref(rt, attribute);
    return result;
  }
  if (metaGet !== null) return metaGet(rt, metaAttribute, type, meta);
  return metaAttribute !== 0 ? newRef(rt, metaAttribute) : attributeError(rt, type, name);
}

function typeSetAttribute(rt: Runtime, type: number, name: number, value: number): number {
  const text = strValue(rt, name);
  if ((rt.heap.load(type + layout.flags.offset) & TypeFlag.IMMUTABLE) !== 0) {
    return fail(rt, rt.types.TypeError, `cannot set '${text}' attribute of immutable type '${messageName(rt, type)}'`);
  }
  const meta = lookupType(rt, typeOf(rt, type), name);
  const set = meta === 0 ? null : slotsOf(rt, meta).descriptorSet;
  if (set !== null) return set(rt, meta, type, value);
  const dict = rt.heap.load(type + layout.dict.offset);
  typeModified(rt, type);
  if (value !== 0) {
    if (dictSet(rt, dict, name, value) < 0) return -1;
  } else if (dictDelete(rt, dict, name) < 0) {
    if (!clearIf(rt, rt.types.KeyError)) return -1;
    attributeError(rt, type, name);
    return -1;
  }
  if (isSpecialName(text)) updateSlots(rt, type);
  return 0;
}

function typeCall(rt: Runtime, type: number, args: number, count: number, kwnames: number): number {
  if (type === FixedType.type) {
    if (count === 1)
      return kwnames === 0
        ? newRef(rt, typeOf(rt, rt.heap.load(args)))
        : setError(rt, rt.types.TypeError, "type() takes no keyword arguments");
    if (count !== 3) return setError(rt, rt.types.TypeError, "type() takes 1 or 3 arguments");
  }
  if (type === FixedType.str && count === 1 && kwnames === 0) return strObject(rt, rt.heap.load(args));
  if (count > 0) chargeOperands(rt, rt.heap.load(args), 0);
  const slots = typeSlots(rt, type);
  if (slots.new === null) return cannotCreate(rt, type);
  const object = slots.new(rt, type, args, count, kwnames);
  if (object === 0 || !isSubtype(rt, typeOf(rt, object), type)) return object;
  const init = slotsOf(rt, object).init;
  if (init === null || init(rt, object, args, count, kwnames) >= 0) return object;
  decref(rt, object);
  return 0;
}

const typeNew: CallSlot = (rt, meta, args, count, kwnames) => {
  const { TypeError } = rt.types;
  if (count !== 3) return setError(rt, TypeError, `type.__new__() takes exactly 3 arguments (${count} given)`);
  const name = rt.heap.load(args);
  const bases = rt.heap.load(args + 4);
  const namespace = rt.heap.load(args + 8);
  if (!isStr(rt, name))
    return setError(rt, TypeError, `type.__new__() argument 1 must be str, not ${argumentTypeName(rt, name)}`);
  if (strValue(rt, name).includes("\0"))
    return setError(rt, rt.types.ValueError, "type name must not contain null characters");
  if (!isTuple(rt, bases))
    return setError(rt, TypeError, `type.__new__() argument 2 must be tuple, not ${argumentTypeName(rt, bases)}`);
  if ((rt.heap.load(typeOf(rt, namespace) + layout.flags.offset) & TypeFlag.DICT_SUBCLASS) === 0) {
    return setError(rt, TypeError, `type.__new__() argument 3 must be dict, not ${argumentTypeName(rt, namespace)}`);
  }
  const winner = calculateMetaclass(rt, meta, bases);
  if (winner === 0) return 0;
  if (winner !== meta) {
    const other = typeSlots(rt, winner).new;
    if (other !== null && other !== typeSlots(rt, meta).new) return other(rt, winner, args, count, kwnames);
  }
  let keywords = 0;
  if (kwnames !== 0) {
    keywords = newDict(rt);
    for (let index = 0, length = tupleLength(rt, kwnames); index < length; index++) {
      dictSet(rt, keywords, tupleItem(rt, kwnames, index), rt.heap.load(args + 4 * (count + index)));
    }
  }
  const type = makeClass(rt, winner, strValue(rt, name), bases, namespace, keywords);
  if (keywords !== 0) decref(rt, keywords);
  return type;
};

function typeInit(rt: Runtime, _self: number, _args: number, count: number, _kwnames: number): number {
  return count === 1 || count === 3 ? 0 : fail(rt, rt.types.TypeError, "type.__init__() takes 1 or 3 arguments");
}

function moduleName(rt: Runtime, type: number): number {
  const own = dictGetName(rt, rt.heap.load(type + layout.dict.offset), rt.names.__module__);
  // In the dict of a builtin type it is the attribute of instances.
  return own !== 0 && isHeapType(rt, type) ? newRef(rt, own) : newStr(rt, typeInfo(rt, type).module);
}

function isHeapType(rt: Runtime, type: number): boolean {
  return (rt.heap.load(type + layout.flags.offset) & TypeFlag.HEAP) !== 0;
}

/** `module.Qualname`, without the module for builtins. */
export function fullTypeName(rt: Runtime, type: number): string {
  const info = typeInfo(rt, type);
  const module = moduleName(rt, type);
  const text = isStr(rt, module) ? strValue(rt, module) : "";
  decref(rt, module);
  return text === "" || text === "builtins" ? info.qualname : `${text}.${info.qualname}`;
}

/** The same without `__main__`, as some messages have it. */
export function qualifiedTypeName(rt: Runtime, type: number): string {
  const name = fullTypeName(rt, type);
  return name.startsWith("__main__.") ? name.slice("__main__.".length) : name;
}

function setDictEntry(rt: Runtime, type: number, name: number, value: number): number {
  typeModified(rt, type);
  return dictSet(rt, rt.heap.load(type + layout.dict.offset), name, value);
}

/** Whether an attribute of a class may be set, or deleted if `value` is 0; if not, TypeError is set. */
export function mutable(rt: Runtime, type: number, name: string, value = -1): boolean {
  if (value !== 0 && (rt.heap.load(type + layout.flags.offset) & TypeFlag.IMMUTABLE) === 0) return true;
  setError(
    rt,
    rt.types.TypeError,
    `cannot ${value === 0 ? "delete" : "set"} '${name}' attribute of immutable type '${messageName(rt, type)}'`,
  );
  return false;
}

/** Whether the runtime defined the type, not a program. */
function isBuiltinType(rt: Runtime, type: number): boolean {
  return (rt.heap.load(type + layout.flags.offset) & TypeFlag.HEAP) === 0;
}

function typeDoc(rt: Runtime, type: number): number {
  if (isBuiltinType(rt, type)) return typeDocumentation(rt, type, "doc");
  const doc = dictGetName(rt, rt.heap.load(type + layout.dict.offset), rt.names.__doc__);
  if (doc === 0) return newRef(rt, None);
  const get = slotsOf(rt, doc).descriptorGet;
  return get === null ? newRef(rt, doc) : get(rt, doc, 0, type);
}

function subclassesOf(rt: Runtime, type: number): number {
  const list = newList(rt);
  for (const subclass of typeInfo(rt, type).subclasses) listAppendStolen(rt, list, newRef(rt, subclass));
  return list;
}

function dirOfType(rt: Runtime, type: number): number {
  const names = newDict(rt);
  const mro = rt.heap.load(type + layout.mro.offset) || emptyTuple;
  for (let index = tupleLength(rt, mro) - 1; index >= 0; index--) {
    const dict = rt.heap.load(tupleItem(rt, mro, index) + layout.dict.offset);
    for (let entry = dictNext(rt, dict, 0); entry !== 0; entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1))
      dictSet(rt, names, entryKey(rt, entry), None);
  }
  const list = newList(rt);
  for (let entry = dictNext(rt, names, 0); entry !== 0; entry = dictNext(rt, names, dictPosition(rt, names, entry) + 1))
    listAppendStolen(rt, list, newRef(rt, entryKey(rt, entry)));
  decref(rt, names);
  return list;
}

/** Defines `type`. */
export function defineTypeType(rt: Runtime): void {
  defineType(rt, {
    name: "type",
    address: FixedType.type,
    layout: LayoutKind.TYPE,
    size: layout.size,
    flags: TypeFlag.TYPE_SUBCLASS | TypeFlag.WEAK_REFERENCES,
    slots: {
      repr: (rt_, type) => newStr(rt_, `<class '${fullTypeName(rt_, type)}'>`),
      call: typeCall,
      getattro: typeGetAttribute,
      setattro: typeSetAttribute,
      new: typeNew,
      init: typeInit,
      or: unionOf,
    },
    methods: {
      mro: method("($self, /)", (rt_, type) => {
        const mro = computeMro(rt_, type, typeInfo(rt_, type).bases);
        if (mro === 0) return 0;
        const list = newList(rt_);
        for (let index = 0, length = tupleLength(rt_, mro); index < length; index++)
          listAppendStolen(rt_, list, newRef(rt_, tupleItem(rt_, mro, index)));
        decref(rt_, mro);
        return list;
      }),
      __subclasses__: method("($self, /)", subclassesOf),
      __instancecheck__: method("($self, instance, /)", (rt_, type, object) =>
        truth(isInstance(rt_, object, type, true)),
      ),
      __subclasscheck__: method("($self, subclass, /)", (rt_, type, other) =>
        truth(isSubclass(rt_, other, type, true)),
      ),
      __dir__: method("($self, /)", dirOfType),
    },
    classMethods: { __prepare__: rawFunction("($type, *args, **kwargs)", (rt_) => newDict(rt_)) },
    getset: {
      __name__: getset(
        (rt_, type) => newStr(rt_, typeInfo(rt_, type).name),
        (rt_, type, value) => {
          if (!mutable(rt_, type, "__name__")) return -1;
          if (value === 0 || !isStr(rt_, value))
            return fail(
              rt_,
              rt_.types.TypeError,
              `can only assign string to ${messageName(rt_, type)}.__name__, not '${typeName(rt_, value)}'`,
            );
          typeInfo(rt_, type).name = strValue(rt_, value);
          const old = rt_.heap.load(type + layout.name.offset);
          rt_.heap.store(type + layout.name.offset, newRef(rt_, value));
          xdecref(rt_, old);
          return 0;
        },
      ),
      __qualname__: getset(
        (rt_, type) => newStr(rt_, typeInfo(rt_, type).qualname),
        (rt_, type, value) => {
          if (!mutable(rt_, type, "__qualname__")) return -1;
          if (value === 0 || !isStr(rt_, value))
            return fail(
              rt_,
              rt_.types.TypeError,
              `can only assign string to ${messageName(rt_, type)}.__qualname__, not '${typeName(rt_, value)}'`,
            );
          typeInfo(rt_, type).qualname = strValue(rt_, value);
          return 0;
        },
      ),
      __module__: getset(moduleName, (rt_, type, value) =>
        mutable(rt_, type, "__module__", value) ? setDictEntry(rt_, type, rt_.names.__module__, value) : -1,
      ),
      __bases__: typeBases,
      __text_signature__: getset((rt_, type) =>
        isBuiltinType(rt_, type) ? typeDocumentation(rt_, type, "signature") : None,
      ),
      __basicsize__: sizeField(layout.instanceSize),
      __itemsize__: readonlyField(() => smallInt(0)),
      __dictoffset__: sizeField(layout.dictOffset),
      __weakrefoffset__: readonlyField(() => smallInt(0)),
      __flags__: readonlyField((rt_, type) => newInt(rt_, visibleFlags(rt_, type))),
      __base__: readonlyField((rt_, type) => newRef(rt_, rt_.heap.load(type + layout.base.offset) || None)),
      __mro__: getset((rt_, type) => newRef(rt_, rt_.heap.load(type + layout.mro.offset) || None)),
      __dict__: getset((rt_, type) => newMappingProxy(rt_, rt_.heap.load(type + layout.dict.offset))),
      __doc__: getset(typeDoc, (rt_, type, value) =>
        mutable(rt_, type, "__doc__", value) ? setDictEntry(rt_, type, rt_.names.__doc__, value) : -1,
      ),
      __annotations__: classAnnotations,
      __annotate__: classAnnotate,
      __abstractmethods__: getset(
        (rt_, type) => {
          const found =
            type === FixedType.type
              ? 0
              : dictGetName(rt_, rt_.heap.load(type + layout.dict.offset), rt_.names.__abstractmethods__);
          return found === 0 ? setError(rt_, rt_.types.AttributeError, "__abstractmethods__") : newRef(rt_, found);
        },
        (rt_, type, value) => {
          const isAbstract = value === 0 ? 0 : isTrue(rt_, value);
          if (isAbstract < 0) return -1;
          typeModified(rt_, type);
          const dict = rt_.heap.load(type + layout.dict.offset);
          const name = rt_.names.__abstractmethods__;
          const status = value === 0 ? dictDelete(rt_, dict, name) : dictSet(rt_, dict, name, value);
          if (status === 0) {
            const flags = rt_.heap.load(type + layout.flags.offset) & ~TypeFlag.ABSTRACT;
            rt_.heap.store(type + layout.flags.offset, flags | (isAbstract * TypeFlag.ABSTRACT));
          }
          return status < 0 && value === 0 && clearIf(rt_, rt_.types.KeyError)
            ? fail(rt_, rt_.types.AttributeError, "__abstractmethods__")
            : status;
        },
      ),
      __type_params__: getset(
        (rt_, type) => {
          const found = dictGetName(rt_, rt_.heap.load(type + layout.dict.offset), rt_.names.__type_params__);
          return newRef(rt_, found === 0 || type === FixedType.type ? emptyTuple : found);
        },
        (rt_, type, value) =>
          mutable(rt_, type, "__type_params__", value) ? setDictEntry(rt_, type, rt_.names.__type_params__, value) : -1,
      ),
    },
  });
}

function sizeField(it: { readonly offset: number }): GetSetSpecification {
  return readonlyField((rt, type) => newInt(rt, rt.heap.load(type + it.offset)));
}

/** CPython's bits of `__flags__` that programs ask for, by what they say. */
const VisibleFlag = {
  IMMUTABLE: 1 << 8,
  HEAP: 1 << 9,
  BASE: 1 << 10,
  READY: 1 << 12,
  GC: 1 << 14,
  ABSTRACT: 1 << 20,
  LONG: 1 << 24,
  LIST: 1 << 25,
  TUPLE: 1 << 26,
  BYTES: 1 << 27,
  STR: 1 << 28,
  DICT: 1 << 29,
  EXCEPTION: 1 << 30,
  TYPE: 2 ** 31,
} as const;

/** Modules whose builtin types are no heap types in CPython. */
const staticModules = new Set(["builtins", "sys", "types", "weakref"]);

function visibleFlags(rt: Runtime, type: number): number {
  const own = rt.heap.load(type + layout.flags.offset);
  const bits: readonly (readonly [boolean, number])[] = [
    [(own & TypeFlag.IMMUTABLE) !== 0, VisibleFlag.IMMUTABLE],
    [(own & TypeFlag.HEAP) !== 0 || !staticModules.has(typeInfo(rt, type).module), VisibleFlag.HEAP],
    [typeInfo(rt, type).acceptsSubclasses, VisibleFlag.BASE],
    [true, VisibleFlag.READY],
    [(own & TypeFlag.HEAP) !== 0, VisibleFlag.GC],
    [(own & TypeFlag.ABSTRACT) !== 0, VisibleFlag.ABSTRACT],
    [(own & TypeFlag.LONG_SUBCLASS) !== 0, VisibleFlag.LONG],
    [(own & TypeFlag.LIST_SUBCLASS) !== 0, VisibleFlag.LIST],
    [(own & TypeFlag.TUPLE_SUBCLASS) !== 0, VisibleFlag.TUPLE],
    [isSubtype(rt, type, FixedType.bytes), VisibleFlag.BYTES],
    [(own & TypeFlag.STR_SUBCLASS) !== 0, VisibleFlag.STR],
    [(own & TypeFlag.DICT_SUBCLASS) !== 0, VisibleFlag.DICT],
    [(own & TypeFlag.EXCEPTION_SUBCLASS) !== 0, VisibleFlag.EXCEPTION],
    [(own & TypeFlag.TYPE_SUBCLASS) !== 0, VisibleFlag.TYPE],
  ];
  return bits.reduce((sum, [isSet, bit]) => (isSet ? sum + bit : sum), 0);
}

function truth(value: number): number {
  return value < 0 ? 0 : pyBool(value > 0);
}
