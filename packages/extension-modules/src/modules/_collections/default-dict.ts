// `collections.defaultdict`: a dict with one more field, the factory of what is missing.

import {
  DictObject,
  FixedType,
  None,
  NotImplemented,
  type Runtime,
  alignTo,
  callMethod,
  callNoArguments,
  callOneArgument,
  callTwoArguments,
  decref,
  defineType,
  dictMergeDict,
  dictSet,
  enterRepr,
  fail,
  getIter,
  isDict,
  isSubtype,
  leaveRepr,
  method,
  newGenericAlias,
  newRef,
  newStr,
  newTuple,
  reprText,
  setKeyError,
  slotsOf,
  takeText,
  tupleItem,
  tupleLength,
  tupleOf,
  typeInfo,
  typeOf,
  typeSlots,
  updateDict,
  xdecref,
} from "@tjit/runtime/api";
/** Behind the fields of a dict; 0 or None: there is no factory. */
const factoryOffset = DictObject.size;
const size = alignTo(DictObject.size + 4, 8);

function factoryOf(rt: Runtime, self: number): number {
  return rt.heap.load(self + factoryOffset) || None;
}

function setFactory(rt: Runtime, self: number, factory: number): void {
  const old = rt.heap.load(self + factoryOffset);
  rt.heap.store(self + factoryOffset, newRef(rt, factory));
  xdecref(rt, old);
}

function init(rt: Runtime, self: number, args: number, kwargs: number): number {
  const count = tupleLength(rt, args);
  const factory = count === 0 ? None : tupleItem(rt, args, 0);
  if (factory !== None && slotsOf(rt, factory).call === null)
    return fail(rt, rt.types.TypeError, "first argument must be callable or None");
  if (count > 2) return fail(rt, rt.types.TypeError, `dict expected at most 1 argument, got ${count - 1}`);
  setFactory(rt, self, factory);
  if (count === 2 && updateDict(rt, self, tupleItem(rt, args, 1)) < 0) return -1;
  return kwargs === 0 ? 0 : dictMergeDict(rt, self, kwargs, true);
}

/** `__missing__`: makes the value, keeps it, and returns it. */
function missing(rt: Runtime, self: number, key: number): number {
  const factory = factoryOf(rt, self);
  if (factory === None) return setKeyError(rt, key);
  const held = newRef(rt, factory);
  const value = callNoArguments(rt, held);
  decref(rt, held);
  if (value === 0) return 0;
  if (dictSet(rt, self, key, value) === 0) return value;
  decref(rt, value);
  return 0;
}

function copy(rt: Runtime, self: number): number {
  const made = callOneArgument(rt, typeOf(rt, self), factoryOf(rt, self));
  if (made === 0 || updateDict(rt, made, self) === 0) return made;
  decref(rt, made);
  return 0;
}

/** `(class, (factory,), None, None, iterator of items)`. */
function reduce(rt: Runtime, self: number): number {
  const items = callMethod(rt, self, rt.names.items);
  const iterator = items === 0 ? 0 : getIter(rt, items);
  xdecref(rt, items);
  if (iterator === 0) return 0;
  const factory = factoryOf(rt, self);
  const args = factory === None ? newTuple(rt, 0) : tupleOf(rt, newRef(rt, factory));
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), args, None, None, iterator);
}

function repr(rt: Runtime, self: number): number {
  const dictRepr = typeSlots(rt, FixedType.dict).repr;
  const dictText = takeText(rt, dictRepr === null ? 0 : dictRepr(rt, self));
  if (dictText === null) return 0;
  let factory: string | null = "...";
  if (enterRepr(rt, factoryOf(rt, self))) {
    factory = reprText(rt, factoryOf(rt, self));
    leaveRepr(rt);
  }
  return factory === null ? 0 : newStr(rt, `${typeInfo(rt, typeOf(rt, self)).name}(${factory}, ${dictText})`);
}

/** `defaultdict | dict`, and the other way round: the left one's items, then the right one's, in a defaultdict. */
function or(rt: Runtime, left: number, right: number): number {
  if (!isDict(rt, left) || !isDict(rt, right)) return newRef(rt, NotImplemented);
  const type = rt.nativeTypes.get("defaultdict") ?? 0;
  const self = isSubtype(rt, typeOf(rt, left), type) ? left : right;
  const made = callTwoArguments(rt, typeOf(rt, self), factoryOf(rt, self), left);
  if (made === 0 || updateDict(rt, made, right) === 0) return made;
  decref(rt, made);
  return 0;
}

/** Defines the type; it is in `rt.nativeTypes` under its name. */
export function defineDefaultDict(rt: Runtime): number {
  const type = defineType(rt, {
    name: "defaultdict",
    module: "collections",
    base: FixedType.dict,
    size,
    init: method("($self, /, *args, **kwargs)", init),
    methods: {
      __missing__: method("($self, key, /)", missing),
      copy: method("($self, /)", copy),
      __copy__: method("($self, /)", copy),
      __reduce__: method("($self, /)", reduce),
    },
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    members: { default_factory: { offset: factoryOffset, isReadonly: false, whenAbsent: "none" } },
    slots: { repr, or },
  });
  typeInfo(rt, type).slotOffsets = [factoryOffset];
  rt.nativeTypes.set("defaultdict", type);
  return type;
}
