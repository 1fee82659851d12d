// `type(name, bases, namespace, **kwargs)`: CPython's type_new.
//
// The layout comes from the "best base": the one whose instances have fields of their own. A class without such a base gets instances with inline
// values; else the dict field and the `__slots__` follow the fixed part of the base.

import { errorOccurred, fail, fetchError, restoreError, setError } from "../exceptions/errors.ts";
import { currentFrame } from "../frames/frame.ts";
import { FixedType } from "../layout/memory-map.ts";
import {
  CellObject,
  Frame,
  HostObject,
  InstanceObject,
  LayoutKind,
  SharedKeys,
  TypeFlag,
  inheritedTypeFlags,
  TypeObject,
} from "../layout/objects.ts";
import { alignTo } from "../layout/struct.ts";
import {
  dictCopy,
  dictDelete,
  dictGetName,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
} from "../object/dict.ts";
import { DICT_AT_END } from "../object/instance-dict.ts";
import { allocateSized, newHostObject } from "../object/new-object.ts";
import {
  None,
  decref,
  incref,
  isStr,
  newRef,
  typeInfo,
  typeName,
  typeOf,
  xdecref,
  messageName,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { callMethod } from "../protocols/call.ts";
import { forEach } from "../protocols/iterate.ts";
import { callSpecial2, specialMethod } from "../protocols/special.ts";
import { reprText } from "../protocols/text.ts";
import { instanceDictAccess, setInstanceDict } from "../kinds/object-type.ts";
import { type Runtime } from "../runtime.ts";
import { isIdentifier } from "../text/classify.ts";
import { setAttribute } from "./define-type.ts";
import { bestBase } from "./best-base.ts";
import { type GetSetPayload, type MemberPayload } from "./descriptors.ts";
import { initSubclass } from "./init-subclass.ts";
import { weakReferencesOf } from "../heap/weak-references.ts";
import { methodResolutionOrder } from "./mro.ts";
import { isSubtype } from "./subtype.ts";
import { Slots } from "./slots.ts";
import { TypeInfo } from "./type-info.ts";
import { updateSlots } from "./update-slots.ts";

const layout = TypeObject;
const defaultInlineCapacity = 6;
const spareInlineCapacity = 2;
const largestInlineCapacity = 30;
const inheritedFlags = 0xff | inheritedTypeFlags;

/** The most derived metaclass among `meta` and the types of the bases: borrowed; 0 with TypeError set. */
export function calculateMetaclass(rt: Runtime, meta: number, bases: number): number {
  let winner = meta;
  for (let index = 0, length = tupleLength(rt, bases); index < length; index++) {
    const candidate = typeOf(rt, tupleItem(rt, bases, index));
    if (isSubtype(rt, winner, candidate)) continue;
    if (isSubtype(rt, candidate, winner)) winner = candidate;
    else {
      return setError(
        rt,
        rt.types.TypeError,
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
      );
    }
  }
  return winner;
}

/** A new class; 0 with an exception set. `bases` is a tuple, `namespace` a dict, `keywords` a dict for `__init_subclass__` or 0. */
export function makeClass(
  rt: Runtime,
  meta: number,
  name: string,
  bases: number,
  namespace: number,
  keywords: number,
): number {
  const best = bestBase(rt, bases);
  if (best === 0) return 0;
  const dict = dictCopy(rt, namespace);
  const slotNames = readSlots(rt, dict, bases, best);
  if (slotNames === null) {
    decref(rt, dict);
    return 0;
  }
  const type = createClass(rt, meta, name, bases, best, dict, slotNames);
  if (type === 0) return 0;
  if (finishClass(rt, type, dict, namespace, keywords) === 0) return type;
  decref(rt, type);
  return 0;
}

interface SlotNames {
  readonly names: readonly string[];
  /** Instances get a `__dict__` that those of the base do not have. */
  readonly addsDict: boolean;
  /** Instances can be referred to weakly, those of the base cannot. */
  readonly addsWeakReferences: boolean;
}

function readSlots(rt: Runtime, dict: number, bases: number, best: number): SlotNames | null {
  const { heap } = rt;
  const slots = dictGetName(rt, dict, rt.names.__slots__);
  const baseHasDict = heap.load(best + layout.dictOffset.offset) !== 0;
  const maySupportWeakReferences = !baseHasWeakReferences(rt, best) && !hasItemsInPlace(rt, best);
  if (slots === 0) return { names: [], addsDict: !baseHasDict, addsWeakReferences: maySupportWeakReferences };
  const names: string[] = [];
  const add = (item: number): number => {
    if (!isStr(rt, item))
      return fail(rt, rt.types.TypeError, `__slots__ items must be strings, not '${typeName(rt, item)}'`);
    const text = strValue(rt, item);
    if (!isIdentifier(text)) return fail(rt, rt.types.TypeError, "__slots__ must be identifiers");
    names.push(text);
    return 0;
  };
  if ((isStr(rt, slots) ? add(slots) : forEach(rt, slots, add)) < 0) return null;
  const own = names.filter((it) => it !== "__dict__" && it !== "__weakref__");
  if (names.length > 0 && hasItemsInPlace(rt, best)) {
    fail(rt, rt.types.TypeError, `nonempty __slots__ not supported for subtype of '${messageName(rt, best)}'`);
    return null;
  }
  for (const it of own) {
    if (namesOfTheClass.has(it)) continue;
    const key = internStr(rt, it);
    const clashes = dictGetName(rt, dict, key) !== 0;
    decref(rt, key);
    if (!clashes) continue;
    fail(rt, rt.types.ValueError, `'${it}' in __slots__ conflicts with class variable`);
    return null;
  }
  const addsWeakReferences = names.includes("__weakref__");
  const isTwice = (name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);
  if ((addsWeakReferences && !maySupportWeakReferences) || isTwice("__weakref__")) {
    fail(rt, rt.types.TypeError, "__weakref__ slot disallowed: we already got one");
    return null;
  }
  if ((names.includes("__dict__") && baseHasDict) || isTwice("__dict__")) {
    fail(rt, rt.types.TypeError, "__dict__ slot disallowed: we already got one");
    return null;
  }
  const others = Array.from({ length: tupleLength(rt, bases) }, (_, index) => tupleItem(rt, bases, index));
  return {
    names: own,
    addsDict:
      !baseHasDict &&
      (names.includes("__dict__") || others.some((it) => heap.load(it + layout.dictOffset.offset) !== 0)),
    addsWeakReferences:
      addsWeakReferences || (maySupportWeakReferences && others.some((it) => baseHasWeakReferences(rt, it))),
  };
}

/** What the body of a class leaves in its namespace for the class itself, so that a slot may have the name. */
const namesOfTheClass = new Set(["__qualname__", "__classcell__", "__classdictcell__"]);

function baseHasWeakReferences(rt: Runtime, best: number): boolean {
  return (rt.heap.load(best + layout.flags.offset) & TypeFlag.WEAK_REFERENCES) !== 0;
}

/** Whether instances are of different sizes in CPython, which leaves no room for a list of weak references. */
function hasItemsInPlace(rt: Runtime, best: number): boolean {
  const kind = rt.heap.load(best + layout.flags.offset) & 0xff;
  return kind === LayoutKind.TUPLE || kind === LayoutKind.INT || isSubtype(rt, best, FixedType.bytes);
}

/** Sets up the type object. Steals `dict`. */
function createClass(
  rt: Runtime,
  meta: number,
  name: string,
  bases: number,
  best: number,
  dict: number,
  slots: SlotNames,
): number {
  const { heap } = rt;
  const type = allocateSized(rt, meta, heap.load(meta + layout.instanceSize.offset));
  const info = new TypeInfo(type, name, "", true);
  const handle = rt.typeInfos.add(info);
  rt.slotTables[handle] = new Slots();
  const baseFlags = heap.load(best + layout.flags.offset);
  // Of the types without a layout of their own only those that add nothing to `object` have subclasses.
  const isPlain = (baseFlags & 0xff) === LayoutKind.STATIC;
  const kind = isPlain ? LayoutKind.INSTANCE : baseFlags & 0xff;
  let size = isPlain ? InstanceObject.size : heap.load(best + layout.instanceSize.offset);
  let dictOffset = heap.load(best + layout.dictOffset.offset);
  if (slots.addsDict && dictOffset === 0) {
    if (kind === LayoutKind.INSTANCE) dictOffset = InstanceObject.dict.offset;
    else if (kind === LayoutKind.HOST) dictOffset = HostObject.dict.offset;
    else if (kind === LayoutKind.TUPLE) dictOffset = DICT_AT_END;
    else {
      dictOffset = size;
      size += 8;
    }
  }
  const inherited = typeInfo(rt, best).slotOffsets;
  info.slotNames = slots.names.map((it) => mangle(name, it)).sort();
  const offsets = slots.names.map((_, index) => size + 4 * index);
  size = alignTo(size + 4 * slots.names.length, 8);
  info.slotOffsets = [...inherited, ...offsets];
  info.bases = tupleLength(rt, bases) === 0 ? defaultBases(rt) : newRef(rt, bases);
  heap.store(
    type + layout.flags.offset,
    (baseFlags & inheritedFlags & ~0xff) |
      kind |
      TypeFlag.HEAP |
      (slots.addsWeakReferences ? TypeFlag.WEAK_REFERENCES : 0),
  );
  heap.store(type + layout.handle.offset, handle);
  heap.store(type + layout.instanceSize.offset, size);
  heap.store(type + layout.dictOffset.offset, dictOffset);
  heap.store(type + layout.base.offset, newRef(rt, best));
  heap.store(type + layout.name.offset, internStr(rt, name));
  heap.store(type + layout.dict.offset, dict);
  if (kind === LayoutKind.INSTANCE && info.slotOffsets.length === 0 && dictOffset !== 0)
    addInlineValues(rt, type, best, dict);
  // A method `mro` may use the cell already.
  const order = setClassCell(rt, dict, rt.names.__classcell__, type) < 0 ? 0 : methodResolutionOrder(rt, type);
  // A method `mro` that assigned bases has made the order already.
  const made = heap.load(type + layout.mro.offset);
  const mro = made === 0 || order === 0 ? order : made;
  if (made !== 0) decref(rt, order === 0 ? made : order);
  heap.store(type + layout.mro.offset, mro);
  for (let index = 0, length = tupleLength(rt, info.bases); index < length; index++)
    typeInfo(rt, tupleItem(rt, info.bases, index)).subclasses.push(type);
  if (mro === 0) {
    decref(rt, type);
    return 0;
  }
  return type;
}

/** Members for the `__slots__`, which are in the order of their names. */
function addSlotMembers(rt: Runtime, type: number): void {
  const { slotNames, slotOffsets } = typeInfo(rt, type);
  slotNames.forEach((name, index) => {
    const offset = slotOffsets[slotOffsets.length - slotNames.length + index] as number;
    const member: MemberPayload = { name, owner: type, offset, isReadonly: false, whenAbsent: "error" };
    incref(rt, type);
    setAttribute(rt, type, name, newHostObject(rt, rt.types.memberDescriptor, member));
  });
}

function mangle(className: string, name: string): string {
  if (!name.startsWith("__") || name.endsWith("__")) return name;
  const stripped = className.replace(/^_+/, "");
  return stripped === "" ? name : `_${stripped}${name}`;
}

function defaultBases(rt: Runtime): number {
  return newRef(rt, typeInfo(rt, FixedType.type).bases);
}

/** Room for the attributes that methods assign (`__static_attributes__`) and a few more, those of the base first. */
function addInlineValues(rt: Runtime, type: number, best: number, dict: number): void {
  const { heap } = rt;
  const known = dictGetName(rt, dict, rt.names.__static_attributes__);
  const own = known === 0 || typeOf(rt, known) !== FixedType.tuple ? defaultInlineCapacity : tupleLength(rt, known);
  const inherited = heap.load(best + layout.inlineCapacity.offset);
  const wanted = Math.min(
    largestInlineCapacity,
    Math.max(own + inherited + (inherited > 0 ? 0 : spareInlineCapacity), 4),
  );
  const capacity = (wanted + 1) & ~1;
  const keys = heap.allocateBlock(SharedKeys.size);
  const names = heap.allocateBlock(4 * capacity);
  heap.store(keys + SharedKeys.count.offset, 0);
  heap.store(keys + SharedKeys.capacity.offset, capacity);
  heap.store(keys + SharedKeys.names.offset, names);
  heap.store(type + layout.sharedKeys.offset, keys);
  heap.store(type + layout.inlineCapacity.offset, capacity);
}

function finishClass(rt: Runtime, type: number, dict: number, namespace: number, keywords: number): number {
  if (setNames(rt, type, dict) < 0) return -1;
  wrapFunction(rt, dict, rt.names.__new__, rt.types.staticmethod);
  wrapFunction(rt, dict, rt.names.__init_subclass__, rt.types.classmethod);
  wrapFunction(rt, dict, rt.names.__class_getitem__, rt.types.classmethod);
  if (dictGetName(rt, dict, rt.names.__eq__) !== 0 && dictGetName(rt, dict, rt.names.__hash__) === 0)
    dictSet(rt, dict, rt.names.__hash__, None);
  if (dictGetName(rt, dict, rt.names.__doc__) === 0) dictSet(rt, dict, rt.names.__doc__, None);
  addDictDescriptor(rt, type, dict);
  addWeakrefDescriptor(rt, type, dict);
  if (setClassCell(rt, dict, rt.names.__classdictcell__, dict) < 0) return -1;
  addSlotMembers(rt, type);
  updateSlots(rt, type);
  if (callSetNames(rt, type, namespace) < 0) return -1;
  return initSubclass(rt, type, keywords);
}

function setNames(rt: Runtime, type: number, dict: number): number {
  const info = typeInfo(rt, type);
  const qualname = dictGetName(rt, dict, rt.names.__qualname__);
  if (qualname !== 0) {
    if (!isStr(rt, qualname))
      return fail(rt, rt.types.TypeError, `type __qualname__ must be a str, not ${typeName(rt, qualname)}`);
    info.qualname = strValue(rt, qualname);
    dictDelete(rt, dict, rt.names.__qualname__);
  } else info.qualname = info.name;
  if (dictGetName(rt, dict, rt.names.__module__) !== 0) return 0;
  const frame = currentFrame(rt);
  const module = frame === 0 ? 0 : dictGetName(rt, rt.heap.load(frame + Frame.globals.offset), rt.names.__name__);
  return module === 0 ? 0 : dictSet(rt, dict, rt.names.__module__, module);
}

/** `__new__` is a static method and `__init_subclass__` a class method without saying so. */
function wrapFunction(rt: Runtime, dict: number, name: number, wrapper: number): void {
  const fn = dictGetName(rt, dict, name);
  if (fn === 0 || typeOf(rt, fn) !== FixedType.function) return;
  const wrapped = newHostObject(rt, wrapper, { callable: newRef(rt, fn) });
  dictSet(rt, dict, name, wrapped);
  decref(rt, wrapped);
}

function addDictDescriptor(rt: Runtime, type: number, dict: number): void {
  const { heap } = rt;
  const base = heap.load(type + layout.base.offset);
  if (heap.load(type + layout.dictOffset.offset) === 0 || heap.load(base + layout.dictOffset.offset) !== 0) return;
  // The `__dict__` of a class is that of its metaclass `type`, whatever is between them.
  if ((heap.load(base + layout.flags.offset) & TypeFlag.TYPE_SUBCLASS) !== 0) return;
  if (dictGetName(rt, dict, rt.names.__dict__) !== 0) return;
  addDescriptor(rt, dict, { name: "__dict__", owner: type, get: instanceDictAccess.get, set: setInstanceDict });
}

function addWeakrefDescriptor(rt: Runtime, type: number, dict: number): void {
  if (!baseHasWeakReferences(rt, type) || baseHasWeakReferences(rt, rt.heap.load(type + layout.base.offset))) return;
  if (dictGetName(rt, dict, rt.names.__weakref__) !== 0) return;
  addDescriptor(rt, dict, { name: "__weakref__", owner: type, get: firstWeakReference, set: null });
}

function addDescriptor(
  rt: Runtime,
  dict: number,
  payload: GetSetPayload & { readonly name: "__dict__" | "__weakref__" },
): void {
  incref(rt, payload.owner);
  const descriptor = newHostObject(rt, rt.types.getsetDescriptor, payload);
  dictSet(rt, dict, rt.names[payload.name], descriptor);
  decref(rt, descriptor);
}

function firstWeakReference(rt: Runtime, self: number): number {
  return newRef(rt, weakReferencesOf(rt, self)[0] ?? None);
}

function setClassCell(rt: Runtime, dict: number, name: number, value: number): number {
  const cell = dictGetName(rt, dict, name);
  if (cell === 0) return 0;
  if (typeOf(rt, cell) !== FixedType.cell) {
    return fail(
      rt,
      rt.types.TypeError,
      `${strValue(rt, name)} must be a nonlocal cell, not <class '${typeName(rt, cell)}'>`,
    );
  }
  const old = rt.heap.load(cell + CellObject.value.offset);
  incref(rt, value);
  rt.heap.store(cell + CellObject.value.offset, value);
  xdecref(rt, old);
  return dictDelete(rt, dict, name);
}

/** Tells every attribute that wants to know its name: `__set_name__`. */
function callSetNames(rt: Runtime, type: number, namespace: number): number {
  for (let position = 0; ;) {
    const entry = dictNext(rt, namespace, position);
    if (entry === 0) return 0;
    position = dictPosition(rt, namespace, entry) + 1;
    const key = newRef(rt, entryKey(rt, entry));
    const value = newRef(rt, entryValue(rt, entry));
    const method = specialMethod(rt, value, rt.names.__set_name__);
    let status = method === 0 && errorOccurred(rt) !== 0 ? -1 : 0;
    if (method !== 0) {
      decref(rt, method);
      const result = callSpecial2(rt, value, rt.names.__set_name__, type, key);
      if (result === 0) {
        status = -1;
        noteSetName(rt, key, value, type);
      } else decref(rt, result);
    }
    decref(rt, key);
    decref(rt, value);
    if (status < 0) return -1;
  }
}

function noteSetName(rt: Runtime, key: number, value: number, type: number): void {
  const exception = fetchError(rt);
  const shown = reprText(rt, key) ?? "?";
  const note = newStr(
    rt,
    `Error calling __set_name__ on '${typeName(rt, value)}' instance ${shown} in '${messageName(rt, type)}'`,
  );
  xdecref(rt, callMethod(rt, exception, rt.names.add_note, note));
  decref(rt, note);
  restoreError(rt, exception);
}
