// `collections.deque`.

import {
  Compare,
  FixedType,
  HostObject,
  LayoutKind,
  None,
  NotImplemented,
  type Runtime,
  TypeFlag,
  callOneArgument,
  callTwoArguments,
  decref,
  defineIterator,
  defineType,
  enterRepr,
  fail,
  forEach,
  getIter,
  getset,
  hostPayload,
  indexInteger,
  indexNumber,
  isInt,
  isSubtype,
  iteratorState,
  leaveRepr,
  listFrom,
  method,
  newGenericAlias,
  newHostObject,
  newInt,
  newIterator,
  newRef,
  newStr,
  newTuple,
  objectState,
  reprText,
  richCompare,
  richCompareBool,
  setError,
  slotsOf,
  spendWork,
  tupleOf,
  typeInfo,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { RingBuffer } from "./ring-buffer.ts";

/** Payload; `limit` -1: none. */
interface Deque {
  readonly ring: RingBuffer;
  limit: number;
}

function dequeOf(rt: Runtime, self: number): Deque {
  return hostPayload(rt, self) as Deque;
}

function ringOf(rt: Runtime, self: number): RingBuffer {
  return dequeOf(rt, self).ring;
}

/** What CPython would take as a `Py_ssize_t`; null with an exception set. */
function sizeNumber(rt: Runtime, ref: number): number | null {
  return indexNumber(rt, ref, rt.types.OverflowError, "Python int too large to convert to C ssize_t");
}

/** Steals `item`. */
function pushBack(rt: Runtime, { ring, limit }: Deque, item: number): void {
  ring.pushBack(item);
  if (limit >= 0 && ring.length > limit) decref(rt, ring.popFront());
}

/** Steals `item`. */
function pushFront(rt: Runtime, { ring, limit }: Deque, item: number): void {
  ring.pushFront(item);
  if (limit >= 0 && ring.length > limit) decref(rt, ring.popBack());
}

function clear(rt: Runtime, self: number): void {
  for (const item of ringOf(rt, self).takeAll()) decref(rt, item);
}

function init(rt: Runtime, self: number, iterable: number, maxlen: number): number {
  const deque = dequeOf(rt, self);
  deque.limit = -1;
  if (maxlen !== 0 && maxlen !== None) {
    if (!isInt(rt, maxlen)) return fail(rt, rt.types.TypeError, "an integer is required");
    const limit = indexInteger(rt, maxlen);
    if (limit === null || sizeNumber(rt, maxlen) === null) return -1;
    if (limit < 0) return fail(rt, rt.types.ValueError, "maxlen must be non-negative");
    deque.limit = Number(limit);
  }
  clear(rt, self);
  return iterable === 0 ? 0 : extend(rt, deque, iterable, pushBack);
}

function extend(
  rt: Runtime,
  deque: Deque,
  iterable: number,
  push: (rt: Runtime, deque: Deque, item: number) => void,
): number {
  let count = 0;
  return forEach(rt, iterable, (item) => {
    if (++count % 1024 === 0 && spendWork(rt, 30000) < 0) return -1;
    push(rt, deque, newRef(rt, item));
    return 0;
  });
}

/** `extend` of a deque by itself must see the items as they were. */
function extendFrom(push: typeof pushBack): (rt: Runtime, self: number, iterable: number) => number {
  return (rt, self, iterable) => {
    const source = iterable === self ? listFrom(rt, iterable) : newRef(rt, iterable);
    if (source === 0) return 0;
    const status = extend(rt, dequeOf(rt, self), source, push);
    decref(rt, source);
    return status < 0 ? 0 : None;
  };
}

function pop(side: "front" | "back"): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    const ring = ringOf(rt, self);
    if (ring.length === 0) return setError(rt, rt.types.IndexError, "pop from an empty deque");
    return side === "front" ? ring.popFront() : ring.popBack();
  };
}

function rotate(rt: Runtime, self: number, nRef: number): number {
  const n = nRef === 0 ? 1 : sizeNumber(rt, nRef);
  if (n === null) return 0;
  const ring = ringOf(rt, self);
  if (ring.length < 2) return None;
  const steps = n % ring.length;
  for (let left = steps; left > 0; left--) ring.pushFront(ring.popBack());
  for (let left = steps; left < 0; left++) ring.pushBack(ring.popFront());
  return None;
}

/** The position of an item, or null with an exception set. */
function position(rt: Runtime, self: number, key: number): number | null {
  if (slotsOf(rt, key).index === null) {
    setError(rt, rt.types.TypeError, `sequence index must be integer, not '${typeName(rt, key)}'`);
    return null;
  }
  const index = indexNumber(rt, key, rt.types.IndexError);
  if (index === null) return null;
  const { length } = ringOf(rt, self);
  const at = index < 0 ? index + length : index;
  if (at >= 0 && at < length) return at;
  setError(rt, rt.types.IndexError, "deque index out of range");
  return null;
}

function getItem(rt: Runtime, self: number, key: number): number {
  const at = position(rt, self, key);
  return at === null ? 0 : newRef(rt, ringOf(rt, self).get(at));
}

function setItem(rt: Runtime, self: number, key: number, value: number): number {
  const at = position(rt, self, key);
  if (at === null) return -1;
  const ring = ringOf(rt, self);
  const old = ring.get(at);
  if (value !== 0) ring.set(at, newRef(rt, value));
  else removeAt(ring, at);
  decref(rt, old);
  return 0;
}

/** Takes an item out; its reference stays with the caller. */
function removeAt(ring: RingBuffer, at: number): void {
  for (let index = at; index + 1 < ring.length; index++) ring.set(index, ring.get(index + 1));
  ring.popBack();
}

function insert(rt: Runtime, self: number, indexRef: number, value: number): number {
  const deque = dequeOf(rt, self);
  const { ring, limit } = deque;
  const index = sizeNumber(rt, indexRef);
  if (index === null) return 0;
  if (limit >= 0 && ring.length >= limit) return setError(rt, rt.types.IndexError, "deque already at its maximum size");
  const at = Math.min(Math.max(index < 0 ? index + ring.length : index, 0), ring.length);
  ring.pushBack(newRef(rt, value));
  for (let place = ring.length - 1; place > at; place--) ring.set(place, ring.get(place - 1));
  ring.set(at, value);
  return None;
}

/** The first position in [start, end) of an item equal to `value`; -1: none, -2 with an exception set. */
function findIn(
  rt: Runtime,
  self: number,
  value: number,
  start: number,
  end: number,
  changed = rt.types.RuntimeError,
): number {
  const ring = ringOf(rt, self);
  const { version } = ring;
  for (let index = start; index < Math.min(end, ring.length); index++) {
    const item = newRef(rt, ring.get(index));
    const equal = richCompareBool(rt, item, value, Compare.EQ);
    decref(rt, item);
    if (equal < 0) return -2;
    if (ring.version !== version) {
      setError(rt, changed, "deque mutated during iteration");
      return -2;
    }
    if (equal > 0) return index;
  }
  return -1;
}

function index(rt: Runtime, self: number, value: number, startRef: number, stopRef: number): number {
  const { length } = ringOf(rt, self);
  const bound = (ref: number, missing: number): number | null => {
    if (ref === 0) return missing;
    const given = indexNumber(rt, ref);
    return given === null ? null : Math.max(0, given < 0 ? given + length : given);
  };
  const start = bound(startRef, 0);
  const stop = start === null ? null : bound(stopRef, length);
  if (start === null || stop === null) return 0;
  const at = findIn(rt, self, value, start, stop);
  if (at >= 0) return newInt(rt, at);
  if (at === -2) return 0;
  return setError(rt, rt.types.ValueError, "deque.index(x): x not in deque");
}

function remove(rt: Runtime, self: number, value: number): number {
  const at = findIn(rt, self, value, 0, Infinity, rt.types.IndexError);
  if (at === -2) return 0;
  if (at === -1) return setError(rt, rt.types.ValueError, "deque.remove(x): x not in deque");
  const ring = ringOf(rt, self);
  const old = ring.get(at);
  removeAt(ring, at);
  decref(rt, old);
  return None;
}

function count(rt: Runtime, self: number, value: number): number {
  let found = 0;
  for (let at = findIn(rt, self, value, 0, Infinity); at !== -1; at = findIn(rt, self, value, at + 1, Infinity)) {
    if (at === -2) return 0;
    found++;
  }
  return newInt(rt, found);
}

function reverse(rt: Runtime, self: number): number {
  const ring = ringOf(rt, self);
  for (const item of ring.takeAll()) ring.pushFront(item);
  return None;
}

function repr(rt: Runtime, self: number): number {
  const { ring, limit } = dequeOf(rt, self);
  if (!enterRepr(rt, self)) return newStr(rt, "[...]");
  const parts: string[] = [];
  let failed = false;
  for (let at = 0; at < ring.length && !failed; at++) {
    const text = reprText(rt, ring.get(at));
    if (text === null) failed = true;
    else parts.push(text);
  }
  leaveRepr(rt);
  if (failed) return 0;
  return newStr(
    rt,
    `${typeInfo(rt, typeOf(rt, self)).name}([${parts.join(", ")}]${limit < 0 ? "" : `, maxlen=${limit}`})`,
  );
}

function isDeque(rt: Runtime, ref: number): boolean {
  return (ref & 1) === 0 && isSubtype(rt, typeOf(rt, ref), rt.nativeTypes.get("deque") ?? 0);
}

/** Compares as lists do. */
function compare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isDeque(rt, right)) return NotImplemented;
  const a = listFrom(rt, left);
  const b = a === 0 ? 0 : listFrom(rt, right);
  const result = b === 0 ? 0 : richCompare(rt, a, b, operator);
  if (a !== 0) decref(rt, a);
  if (b !== 0) decref(rt, b);
  return result;
}

function newDeque(rt: Runtime, type: number, limit: number): number {
  const deque: Deque = { ring: new RingBuffer(), limit };
  return newHostObject(rt, type, deque);
}

/** Subclasses are called, as programs would. */
function copy(rt: Runtime, self: number): number {
  const { ring, limit } = dequeOf(rt, self);
  const type = typeOf(rt, self);
  if (type !== rt.nativeTypes.get("deque")) {
    const bound = newInt(rt, limit);
    const made = limit < 0 ? callOneArgument(rt, type, self) : callTwoArguments(rt, type, self, bound);
    decref(rt, bound);
    if (made === 0 || isDeque(rt, made)) return made;
    const message = `${typeInfo(rt, type).name}() must return a deque, not ${typeName(rt, made)}`;
    decref(rt, made);
    return setError(rt, rt.types.TypeError, message);
  }
  const result = newDeque(rt, type, limit);
  for (const item of ring.toArray()) ringOf(rt, result).pushBack(newRef(rt, item));
  return result;
}

function concat(rt: Runtime, left: number, right: number): number {
  if (!isDeque(rt, right))
    return setError(rt, rt.types.TypeError, `can only concatenate deque (not "${typeName(rt, right)}") to deque`);
  const result = copy(rt, left);
  if (result === 0) return 0;
  if (extendFrom(pushBack)(rt, result, right) !== 0) return result;
  decref(rt, result);
  return 0;
}

/** `deque *= times`: what is there once more, `times - 1` times. */
function inplaceRepeat(rt: Runtime, self: number, times: number): number {
  const deque = dequeOf(rt, self);
  const items = deque.ring.toArray();
  if (times <= 0) {
    clear(rt, self);
    return newRef(rt, self);
  }
  // Held, since a deque of bounded length drops its first items.
  for (const item of items) newRef(rt, item);
  let status = 0;
  for (let turn = 1; turn < times && items.length > 0 && status === 0; turn++) {
    status = spendWork(rt, 10 * items.length);
    if (status === 0) for (const item of items) pushBack(rt, deque, newRef(rt, item));
  }
  for (const item of items) decref(rt, item);
  return status < 0 ? 0 : newRef(rt, self);
}

function repeat(rt: Runtime, self: number, times: number): number {
  const made = copy(rt, self);
  if (made === 0) return 0;
  const result = inplaceRepeat(rt, made, times);
  decref(rt, made);
  return result;
}

/** References: the deque and the version it had, as a tagged int. `count`: the next position. */
function iteratorNext(step: 1 | -1): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    const state = iteratorState(rt, self);
    const ring = ringOf(rt, state.references[0] as number);
    if (tagged(ring.version) !== state.references[1]) {
      return setError(rt, rt.types.RuntimeError, "deque mutated during iteration");
    }
    if (state.count < 0 || state.count >= ring.length) return 0;
    const item = newRef(rt, ring.get(state.count));
    state.count += step;
    return item;
  };
}

function tagged(version: number): number {
  return ((version & 0x3fffffff) << 1) | 1;
}

/** An iterator of a type that has given so many items. */
function iterateFrom(rt: Runtime, type: number, deque: number, step: 1 | -1, given: number): number {
  const { length, version } = ringOf(rt, deque);
  return newIterator(rt, type, [newRef(rt, deque), tagged(version)], step === 1 ? given : length - 1 - given);
}

function defineDequeIterator(rt: Runtime, name: string, step: 1 | -1): number {
  const left = (rt_: Runtime, self: number): number => {
    const { references, count: at } = iteratorState(rt_, self);
    return step === 1 ? ringOf(rt_, references[0] as number).length - at : at + 1;
  };
  const construct = (rt_: Runtime, type: number, deque: number, index: number): number => {
    const given = index === 0 ? 0 : indexNumber(rt_, index, rt_.types.OverflowError);
    if (given === null) return 0;
    if (!isSubtype(rt_, typeOf(rt_, deque), rt_.nativeTypes.get("deque") ?? 0))
      return setError(rt_, rt_.types.TypeError, `argument 1 must be collections.deque, not ${typeName(rt_, deque)}`);
    return iterateFrom(rt_, type, deque, step, Math.min(Math.max(0, given), ringOf(rt_, deque).length));
  };
  return defineIterator(rt, name, iteratorNext(step), method("($type, deque, index=0, /)", construct), {
    module: "collections",
    methods: {
      __length_hint__: method("($self, /)", (rt_, self) => newInt(rt_, left(rt_, self))),
      __reduce__: method("($self, /)", (rt_, self) => {
        const [deque = 0] = iteratorState(rt_, self).references;
        const given = newInt(rt_, ringOf(rt_, deque).length - left(rt_, self));
        return tupleOf(rt_, newRef(rt_, typeOf(rt_, self)), tupleOf(rt_, newRef(rt_, deque), given));
      }),
    },
  });
}

/** Defines deque and its iterators. */
export function defineDeque(rt: Runtime): {
  readonly deque: number;
  readonly _deque_iterator: number;
  readonly _deque_reverse_iterator: number;
} {
  const forwards = defineDequeIterator(rt, "_deque_iterator", 1);
  const backwards = defineDequeIterator(rt, "_deque_reverse_iterator", -1);
  const type = defineType(rt, {
    name: "deque",
    flags: TypeFlag.WEAK_REFERENCES,
    module: "collections",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    base: FixedType.object,
    new: method("($type, /, *args, **kwargs)", (rt_, cls) => newDeque(rt_, cls, -1)),
    init: method("($self, iterable=(), maxlen=None)", init),
    classMethods: { __class_getitem__: method("($type, item, /)", newGenericAlias) },
    methods: {
      __reduce__: method("($self, /)", (rt_, self) => {
        const state = objectState(rt_, self);
        const items = state === 0 ? 0 : getIter(rt_, self);
        if (items === 0) return 0;
        const { limit } = dequeOf(rt_, self);
        const args = limit < 0 ? tupleOf(rt_) : tupleOf(rt_, newTuple(rt_, 0), newInt(rt_, limit));
        return tupleOf(rt_, newRef(rt_, typeOf(rt_, self)), args, state, items);
      }),
      append: method(
        "($self, item, /)",
        (rt_, self, item) => (pushBack(rt_, dequeOf(rt_, self), newRef(rt_, item)), None),
      ),
      appendleft: method(
        "($self, item, /)",
        (rt_, self, item) => (pushFront(rt_, dequeOf(rt_, self), newRef(rt_, item)), None),
      ),
      pop: method("($self, /)", pop("back")),
      popleft: method("($self, /)", pop("front")),
      extend: method("($self, iterable, /)", extendFrom(pushBack)),
      extendleft: method("($self, iterable, /)", extendFrom(pushFront)),
      clear: method("($self, /)", (rt_, self) => (clear(rt_, self), None)),
      rotate: method("($self, n=1, /)", rotate),
      insert: method("($self, index, value, /)", insert),
      remove: method("($self, value, /)", remove),
      index: method("($self, value, start=0, stop=NULL, /)", index),
      count: method("($self, value, /)", count),
      reverse: method("($self, /)", reverse),
      copy: method("($self, /)", copy),
      __copy__: method("($self, /)", copy),
      __reversed__: method("($self, /)", (rt_, self) => iterateFrom(rt_, backwards, self, -1, 0)),
    },
    getset: {
      maxlen: getset((rt_, self) => (dequeOf(rt_, self).limit < 0 ? None : newInt(rt_, dequeOf(rt_, self).limit))),
    },
    slots: {
      repr,
      richcompare: compare,
      iter: (rt_, self) => iterateFrom(rt_, forwards, self, 1, 0),
      length: (rt_, self) => ringOf(rt_, self).length,
      bool: (rt_, self) => (ringOf(rt_, self).length > 0 ? 1 : 0),
      getitem: getItem,
      setitem: setItem,
      contains: (rt_, self, value) => {
        const at = findIn(rt_, self, value, 0, Infinity);
        return at === -2 ? -1 : at >= 0 ? 1 : 0;
      },
      concat,
      repeat,
      inplaceRepeat,
      inplaceConcat: (rt_, self, other) => (extendFrom(pushBack)(rt_, self, other) === 0 ? 0 : newRef(rt_, self)),
      clear,
      traverse: (rt_, self, visit) => {
        for (const item of ringOf(rt_, self).toArray()) visit(item);
      },
    },
  });
  rt.nativeTypes.set("deque", type);
  rt.patternSequences.add(type);
  return { deque: type, _deque_iterator: forwards, _deque_reverse_iterator: backwards };
}
