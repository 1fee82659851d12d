// Displays, unpacking, formatting.

import { FixedType, ListObject, TupleObject, blockListsAddress, largestSmallSize } from "@tjit/runtime/layout";
import { type I32, type UopBody, type UopBuilder, kernelFunction, uopBody } from "@tjit/stencils/build";
import { appendToList } from "./calls.ts";
import { loadState, VmState, word } from "./memory.ts";
import { release, retain } from "./references.ts";
import { makeSet } from "./set-algebra.ts";
import { addToSet } from "./sets.ts";
import { copyWords, newContainer, tupleFromItems } from "./tuples.ts";
import { hostFunction } from "./host.ts";

const buildList = hostFunction("build_list");
const buildMap = hostFunction("build_map");
const buildString = hostFunction("build_string");
const buildTemplate = hostFunction("build_template");
const buildInterpolation = hostFunction("build_interpolation");
const buildSlice = hostFunction("build_slice");
const mapAdd = hostFunction("map_add");
const listExtend = hostFunction("list_extend");
const setUpdate = hostFunction("set_update");
const dictUpdate = hostFunction("dict_update");
const dictMerge = hostFunction("dict_merge");
const unpackSequence = hostFunction("unpack_sequence");
const formatSimple = hostFunction("format_simple");
const formatWithSpec = hostFunction("format_with_spec");
const convertValue = hostFunction("convert_value");
const slot = 4;

function made(k: UopBuilder, reference: I32): I32 {
  k.errorIf(reference.eqz());
  return reference;
}

function checkStatus(k: UopBuilder, status: I32): void {
  k.errorIf(status.ne(0));
}

/** Copies `oparg` items to the stack so that the first one is on top, each with a count. */
function spreadItems(k: UopBuilder, items: I32, values: I32): void {
  const left = k.variable("i32", k.oparg);
  const from = k.variable("i32", items);
  k.loop(({ again }) => {
    k.if(left.get().ne(0), () => {
      const item = k.let(k.load(word(), from.get()));
      retain(k, item);
      k.assign(left, left.get().sub(1));
      k.store(word(), values.add(left.get().shl(2)), item);
      k.assign(from, from.get().add(slot));
      again();
    });
  });
}

/** A list of `count` references that move into it; the host makes large ones, and the blocks for more. */
export const makeList = kernelFunction("make_list", ["i32", "i32"], "i32", ([values, count], k) => {
  const items = k.variable("i32", 0);
  k.if(count.ne(0), () => {
    const head = k.let(count.add(1).shrU(1).shl(2));
    const isSmall = count.leU(largestSmallSize / slot).and(loadState(k, VmState.checkedBlocks).eqz());
    k.if(isSmall, () => {
      k.assign(items, k.load(word(blockListsAddress), head));
    });
    const block = k.let(items.get());
    k.if(k.unlikely(block.eqz()), () => {
      k.return(k.call(buildList, values, count));
    });
    k.store(word(blockListsAddress), head, k.load(word(), block));
    copyWords(k, block, values, count);
  });
  const list = k.let(k.call(newContainer, ListObject.size / 8, FixedType.list));
  k.store(ListObject.length, list, count);
  k.store(ListObject.capacity, list, count);
  k.store(ListObject.items, list, items.get());
  k.return(list);
});

export const containerBodies: Readonly<Record<string, UopBody>> = {
  _BUILD_TUPLE: uopBody("values[oparg] -- tuple", ({ values }, k) => ({
    tuple: made(k, k.call(tupleFromItems, values, k.oparg)),
  })),
  _BUILD_LIST: uopBody("values[oparg] -- list", ({ values }, k) => ({
    list: made(k, k.call(makeList, values, k.oparg)),
  })),
  _BUILD_SET: uopBody("values[oparg] -- set", ({ values }, k) => ({ set: made(k, k.call(makeSet, values, k.oparg)) })),
  _BUILD_MAP: uopBody("values[oparg*2] -- map", ({ values }, k) => ({
    map: made(k, k.call(buildMap, values, k.oparg)),
  })),
  _BUILD_TEMPLATE: uopBody(
    "strings, interpolations -- template, strings, interpolations",
    ({ strings, interpolations }, k) => ({ template: made(k, k.call(buildTemplate, strings, interpolations)) }),
  ),
  _BUILD_INTERPOLATION: uopBody("value, expression, format[oparg&1] -- interpolation", ({ format }, k) => ({
    interpolation: made(k, k.call(buildInterpolation, format.sub(2 * slot), k.oparg)),
  })),
  _BUILD_STRING: uopBody("pieces[oparg] -- str", ({ pieces }, k) => ({
    str: made(k, k.call(buildString, pieces, k.oparg)),
  })),
  _BUILD_SLICE: uopBody("args[oparg] -- slice", ({ args }, k) => ({
    slice: made(k, k.call(buildSlice, args, k.oparg)),
  })),
  _LIST_APPEND: uopBody("list, unused[oparg-1], value -- list, unused[oparg-1]", ({ list, value }, k) => {
    appendToList(k, list, value);
  }),
  _SET_ADD: uopBody("set, unused[oparg-1], value -- set, unused[oparg-1], value", ({ set, value }, k) => {
    checkStatus(k, k.call(addToSet, set, value));
  }),
  _MAP_ADD: uopBody("dict, unused[oparg-1], key, value -- dict, unused[oparg-1]", ({ dict, key, value }, k) => {
    checkStatus(k, k.call(mapAdd, dict, key, value));
  }),
  _LIST_EXTEND: uopBody(
    "list, unused[oparg-1], iterable -- list, unused[oparg-1], iterable",
    ({ list, iterable }, k) => {
      checkStatus(k, k.call(listExtend, list, iterable));
    },
  ),
  _SET_UPDATE: uopBody("set, unused[oparg-1], iterable -- set, unused[oparg-1], iterable", ({ set, iterable }, k) => {
    checkStatus(k, k.call(setUpdate, set, iterable));
  }),
  _DICT_UPDATE: uopBody("dict, unused[oparg-1], update -- dict, unused[oparg-1], update", ({ dict, update }, k) => {
    checkStatus(k, k.call(dictUpdate, dict, update));
  }),
  _DICT_MERGE: uopBody(
    "callable, unused[2], dict, between[oparg-1], update -- callable, unused[2], dict, between[oparg-1], update",
    ({ callable, dict, update }, k) => {
      checkStatus(k, k.call(dictMerge, dict, update, callable));
    },
  ),
  _UNPACK_SEQUENCE_GENERIC: uopBody("sequence -- values[oparg]", ({ sequence, values }, k) => {
    // The items are written over the sequence's slot, so it is read before and released after.
    checkStatus(k, k.call(unpackSequence, sequence, k.oparg, values));
    release(k, sequence);
  }),
  _UNPACK_SEQUENCE_TWO_TUPLE: uopBody("sequence -- second, first, sequence", ({ sequence }, k) => {
    k.exitIf(k.load(TupleObject.length, sequence).ne(2));
    const first = k.let(k.load(word(TupleObject.size), sequence));
    const second = k.let(k.load(word(TupleObject.size + slot), sequence));
    retain(k, first);
    retain(k, second);
    return { second, first };
  }),
  _UNPACK_SEQUENCE_TUPLE: uopBody("sequence -- values[oparg]", ({ sequence, values }, k) => {
    k.exitIf(k.load(TupleObject.length, sequence).ne(k.oparg));
    spreadItems(k, sequence.add(TupleObject.size), values);
    release(k, sequence);
  }),
  _UNPACK_SEQUENCE_LIST: uopBody("sequence -- values[oparg]", ({ sequence, values }, k) => {
    k.exitIf(k.load(ListObject.length, sequence).ne(k.oparg));
    spreadItems(k, k.let(k.load(ListObject.items, sequence)), values);
    release(k, sequence);
  }),
  _FORMAT_SIMPLE: uopBody("value -- res, value", ({ value }, k) => ({ res: made(k, k.call(formatSimple, value)) })),
  _FORMAT_WITH_SPEC: uopBody("value, spec -- res, value, spec", ({ value, spec }, k) => ({
    res: made(k, k.call(formatWithSpec, value, spec)),
  })),
  _CONVERT_VALUE: uopBody("value -- res, value", ({ value }, k) => ({
    res: made(k, k.call(convertValue, value, k.oparg)),
  })),
};
