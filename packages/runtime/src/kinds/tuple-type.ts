// The type `tuple`.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, TupleObject, TypeFlag, TypeObject } from "../layout/objects.ts";
import { alignTo } from "../layout/struct.ts";
import { newBigInt, newInt, intValue } from "../object/int.ts";
import { DICT_AT_END } from "../object/instance-dict.ts";
import { allocateSized } from "../object/new-object.ts";
import {
  copyReferences,
  decref,
  emptyTuple,
  incref,
  isTuple,
  newRef,
  slotsOf,
  typeName,
  typeOf,
} from "../object/reference.ts";
import { newListIterator } from "../object/sequence-iterator.ts";
import { sliceBounds } from "../object/slice.ts";
import { newStr } from "../object/str.ts";
import { newTuple, tupleFromMemory, tupleItem, tupleItems, tupleLength } from "../object/tuple.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { hashObject } from "../protocols/hash.ts";
import { hashValue } from "../protocols/visible-hash.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { newGenericAlias } from "./generic-alias.ts";
import {
  type SequenceAccess,
  compareSequences,
  mayRepeat,
  countItem,
  findItem,
  notImplemented,
  searchBound,
  sequenceIndex,
  sequenceRepr,
} from "./sequence-support.ts";

const access: SequenceAccess = { length: tupleLength, item: tupleItem };

/** `tuple(iterable)`, for subclasses too. */
function tupleNew(rt: Runtime, type: number, iterable: number): number {
  const plain = iterable === 0 ? newRef(rt, emptyTuple) : tupleFrom(rt, iterable);
  if (plain === 0 || type === FixedType.tuple) return plain;
  const length = tupleLength(rt, plain);
  const hasDict = rt.heap.load(type + TypeObject.dictOffset.offset) === DICT_AT_END;
  const object = allocateSized(rt, type, hasDict ? alignTo(tupleItems + 4 * length, 8) + 8 : tupleItems + 4 * length);
  rt.heap.store(object + TupleObject.length.offset, length);
  for (let index = 0; index < length; index++)
    rt.heap.store(object + tupleItems + 4 * index, newRef(rt, tupleItem(rt, plain, index)));
  decref(rt, plain);
  return object;
}

/** xxHash over the items' hashes, folded to 32 bits. */
function tupleHash(rt: Runtime, self: number): number {
  const cached = rt.heap.load(self + TupleObject.hash.offset);
  if (cached !== 0) return cached;
  let hash = 374761393 | 0;
  const length = tupleLength(rt, self);
  for (let index = 0; index < length; index++) {
    const item = hashObject(rt, tupleItem(rt, self, index));
    if (item === -1) return -1;
    hash = (hash + Math.imul(item, 2246822519)) | 0;
    hash = (hash << 13) | (hash >>> 19);
    hash = Math.imul(hash, 2654435761);
  }
  hash = (hash + (length ^ 2870177450)) | 0;
  if (hash === -1 || hash === 0) hash = 1546275796;
  rt.heap.store(self + TupleObject.hash.offset, hash);
  return hash;
}

const prime1 = 11400714785074694791n;
const prime2 = 14029467366897019727n;
const prime5 = 2870177450012600261n;

/** CPython's 64-bit hash of a tuple. */
function tupleVisibleHash(rt: Runtime, self: number): number {
  let hash = prime5;
  const length = tupleLength(rt, self);
  for (let index = 0; index < length; index++) {
    const item = hashValue(rt, tupleItem(rt, self, index));
    if (item === 0) return 0;
    hash = BigInt.asUintN(64, hash + BigInt.asUintN(64, intValue(rt, item)) * prime2);
    decref(rt, item);
    hash = BigInt.asUintN(64, (hash << 31n) | (hash >> 33n));
    hash = BigInt.asUintN(64, hash * prime1);
  }
  hash = BigInt.asUintN(64, hash + (BigInt(length) ^ (prime5 ^ 3527539n)));
  return newBigInt(rt, hash === 0xffffffffffffffffn ? 1546275796n : BigInt.asIntN(64, hash));
}

function tupleGetItem(rt: Runtime, self: number, key: number): number {
  const length = tupleLength(rt, self);
  if ((key & 1) !== 0 || typeOf(rt, key) !== FixedType.slice) {
    const index = sequenceIndex(rt, key, () => length, "tuple index");
    if (index !== null) return newRef(rt, tupleItem(rt, self, index));
    return slotsOf(rt, key).index !== null
      ? 0
      : setError(rt, rt.types.TypeError, `tuple indices must be integers or slices, not ${typeName(rt, key)}`);
  }
  const bounds = sliceBounds(rt, key, length);
  if (bounds === null) return 0;
  const { start, step } = bounds;
  if (bounds.length === length && step === 1 && typeOf(rt, self) === FixedType.tuple) return newRef(rt, self);
  if (step === 1) return tupleFromMemory(rt, self + tupleItems + 4 * start, bounds.length);
  const result = newTuple(rt, bounds.length);
  for (let index = 0; index < bounds.length; index++)
    rt.heap.store(result + tupleItems + 4 * index, newRef(rt, tupleItem(rt, self, start + index * step)));
  return result;
}

function tupleConcat(rt: Runtime, left: number, right: number): number {
  if (!isTuple(rt, right))
    return setError(rt, rt.types.TypeError, `can only concatenate tuple (not "${typeName(rt, right)}") to tuple`);
  const a = tupleLength(rt, left);
  const b = tupleLength(rt, right);
  if (a === 0 && typeOf(rt, right) === FixedType.tuple) return newRef(rt, right);
  if (b === 0 && typeOf(rt, left) === FixedType.tuple) return newRef(rt, left);
  const result = newTuple(rt, a + b);
  copyReferences(rt, result + tupleItems, left + tupleItems, a);
  copyReferences(rt, result + tupleItems + 4 * a, right + tupleItems, b);
  return result;
}

function tupleRepeat(rt: Runtime, self: number, count: number): number {
  const length = tupleLength(rt, self);
  if (count === 1 && typeOf(rt, self) === FixedType.tuple) return newRef(rt, self);
  const total = Math.max(0, count) * length;
  if (!mayRepeat(rt, total)) return 0;
  const result = newTuple(rt, total);
  for (let index = 0; index < total; index++) {
    const item = tupleItem(rt, self, index % length);
    incref(rt, item);
    rt.heap.store(result + tupleItems + 4 * index, item);
  }
  return result;
}

function tupleRepr(rt: Runtime, self: number): number {
  const text = sequenceRepr(rt, self, "(", tupleLength(rt, self) === 1 ? ",)" : ")", access);
  return text === null ? 0 : newStr(rt, text);
}

function tupleIndex(rt: Runtime, self: number, value: number, start: number, stop: number): number {
  const length = tupleLength(rt, self);
  const first = searchBound(rt, start, length, 0);
  const last = searchBound(rt, stop, length, length);
  if (first === null || last === null) return 0;
  const found = findItem(rt, self, value, first, last, access);
  if (found === -1) return setError(rt, rt.types.ValueError, "tuple.index(x): x not in tuple");
  return found < 0 ? 0 : newInt(rt, found);
}

/** Defines `tuple`. */
export function defineTuple(rt: Runtime): void {
  defineType(rt, {
    name: "tuple",
    address: FixedType.tuple,
    layout: LayoutKind.TUPLE,
    size: TupleObject.size,
    flags: TypeFlag.TUPLE_SUBCLASS,
    new: method("($type, iterable=(), /)", (rt_, type, iterable) => tupleNew(rt_, type, iterable)),
    methods: {
      count: method("($self, value, /)", (rt_, self, value) => {
        const count = countItem(rt_, self, value, access);
        return count < 0 ? 0 : newInt(rt_, count);
      }),
      index: method("($self, value, start=0, stop=9223372036854775807, /)", (rt_, self, value, start, stop) =>
        tupleIndex(rt_, self, value, start, stop),
      ),
      __getnewargs__: method("($self, /)", (rt_, self) => {
        const args = newTuple(rt_, 1);
        rt_.heap.store(args + tupleItems, tupleFromMemory(rt_, self + tupleItems, tupleLength(rt_, self)));
        return args;
      }),
    },
    classMethods: {
      __class_getitem__: method("($type, item, /)", (rt_, type, item) => newGenericAlias(rt_, type, item)),
    },
    slots: {
      repr: tupleRepr,
      hash: tupleHash,
      visibleHash: tupleVisibleHash,
      richcompare: (rt_, left, right, operator) =>
        isTuple(rt_, left) && isTuple(rt_, right)
          ? compareSequences(rt_, left, right, operator, access)
          : notImplemented(rt_),
      length: tupleLength,
      getitem: tupleGetItem,
      concat: tupleConcat,
      repeat: tupleRepeat,
      contains: (rt_, self, item) => {
        const found = findItem(rt_, self, item, 0, tupleLength(rt_, self), access);
        return found >= 0 ? 1 : found === -1 ? 0 : -1;
      },
      iter: (rt_, self) => newListIterator(rt_, self, FixedType.tuple_iterator),
    },
  });
}
