// `dict.keys()`, `.values()`, `.items()` and their iterators.

import { reduceTo } from "./reduce-iterator.ts";
import { errorOccurred, setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import {
  dictContains,
  dictEntryCount,
  dictGet,
  dictLength,
  dictNext,
  dictPosition,
  entryKey,
  entryValue,
} from "../object/dict.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { NotImplemented, decref, isTuple, newRef, pyBool, smallInt, typeOf, xdecref } from "../object/reference.ts";
import { FixedType } from "../layout/memory-map.ts";
import { copySet, newSet, setAdd, setDiscard, setUpdate } from "../object/set.ts";
import { newStr } from "../object/str.ts";
import { tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { richCompareBool } from "../protocols/compare.ts";
import { forEach, listFrom } from "../protocols/iterate.ts";
import { containsItem, lengthOf } from "../protocols/subscript.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare, type Slots } from "../types/slots.ts";
import { newMappingProxy } from "./mapping-proxy.ts";

interface ViewPayload {
  readonly dict: number;
}

interface IteratorPayload {
  /** 0 when exhausted. */
  dict: number;
  position: number;
  /** Length of the dict at the start. */
  readonly used: number;
  /** Entries that are still to come. */
  remaining: number;
  readonly isReversed: boolean;
}

type Part = "key" | "value" | "item";

const viewDict = (rt: Runtime, view: number): number => (hostPayload(rt, view) as ViewPayload).dict;

/** A view of a dict; `type` says of what. */
export function newDictView(rt: Runtime, dict: number, type: number): number {
  const payload: ViewPayload = { dict: newRef(rt, dict) };
  return newHostObject(rt, type, payload);
}

/** An iterator of a dict; `type` says over what. */
export function newDictIterator(rt: Runtime, dict: number, type: number, isReversed: boolean): number {
  const payload: IteratorPayload = {
    dict: newRef(rt, dict),
    position: isReversed ? dictEntryCount(rt, dict) - 1 : 0,
    used: dictLength(rt, dict),
    remaining: dictLength(rt, dict),
    isReversed,
  };
  return newHostObject(rt, type, payload);
}

function read(rt: Runtime, entry: number, part: Part): number {
  if (part === "key") return newRef(rt, entryKey(rt, entry));
  if (part === "value") return newRef(rt, entryValue(rt, entry));
  return tupleOf(rt, newRef(rt, entryKey(rt, entry)), newRef(rt, entryValue(rt, entry)));
}

function nextEntry(rt: Runtime, state: IteratorPayload, part: Part): number {
  const { dict } = state;
  if (dict === 0) return 0;
  if (dictLength(rt, dict) !== state.used) {
    state.dict = 0;
    decref(rt, dict);
    return setError(rt, rt.types.RuntimeError, "dictionary changed size during iteration");
  }
  let entry = 0;
  if (state.isReversed) {
    while (state.position >= 0 && entry === 0) {
      const at = dictNext(rt, dict, state.position);
      if (at !== 0 && dictPosition(rt, dict, at) === state.position) entry = at;
      state.position--;
    }
  } else {
    entry = dictNext(rt, dict, state.position);
    if (entry !== 0) state.position = dictPosition(rt, dict, entry) + 1;
  }
  if (entry !== 0 && state.remaining > 0) {
    state.remaining--;
    return read(rt, entry, part);
  }
  state.dict = 0;
  decref(rt, dict);
  return entry === 0 ? 0 : setError(rt, rt.types.RuntimeError, "dictionary keys changed during iteration");
}

function defineIterator(rt: Runtime, part: Part): void {
  const payload = (rt_: Runtime, it: number): IteratorPayload => hostPayload(rt_, it) as IteratorPayload;
  const register = part === "key" ? "dictKeyIterator" : part === "value" ? "dictValueIterator" : "dictItemIterator";
  defineType(rt, {
    name: `dict_${part}iterator`,
    register,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods: {
      __reduce__: method("($self, /)", (rt_, it) => {
        const state = payload(rt_, it);
        const copy = newHostObject(rt_, typeOf(rt_, it), {
          ...state,
          dict: state.dict === 0 ? 0 : newRef(rt_, state.dict),
        });
        const items = listFrom(rt_, copy);
        decref(rt_, copy);
        return items === 0 ? 0 : reduceTo(rt_, "iter", items);
      }),
      __length_hint__: method("($self, /)", (rt_, it) => {
        const { dict, used, remaining } = payload(rt_, it);
        return smallInt(dict === 0 || dictLength(rt_, dict) !== used ? 0 : remaining);
      }),
    },
    slots: {
      iter: (rt_, it) => newRef(rt_, it),
      iternext: (rt_, it) => nextEntry(rt_, payload(rt_, it), part),
      clear: (rt_, it) => xdecref(rt_, payload(rt_, it).dict),
      traverse: (rt_, it, visit) => {
        if (payload(rt_, it).dict !== 0) visit(payload(rt_, it).dict);
      },
    },
  });
}

function viewRepr(rt: Runtime, self: number, name: string): number {
  if (!enterRepr(rt, self)) return newStr(rt, "...");
  const list = listFrom(rt, self);
  const text = list === 0 ? null : reprText(rt, list);
  leaveRepr(rt);
  if (list !== 0) decref(rt, list);
  return text === null ? 0 : newStr(rt, `${name}(${text})`);
}

function itemContains(rt: Runtime, self: number, item: number): number {
  if (!isTuple(rt, item) || tupleLength(rt, item) !== 2) return 0;
  const value = dictGet(rt, viewDict(rt, self), tupleItem(rt, item, 0));
  if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  return richCompareBool(rt, value, tupleItem(rt, item, 1), Compare.EQ);
}

/** `left <op> right` as sets: a new set. */
function setOperation(operator: "and" | "or" | "sub" | "xor") {
  return (rt: Runtime, left: number, right: number): number => {
    const set = newSet(rt);
    let status = setUpdate(rt, set, left);
    if (status === 0 && operator === "or") status = setUpdate(rt, set, right);
    else if (status === 0 && operator === "sub")
      status = forEach(rt, right, (it) => Math.min(0, setDiscard(rt, set, it)));
    else if (status === 0) {
      const other = newSet(rt);
      status = setUpdate(rt, other, right);
      if (status === 0) {
        const snapshot = copySet(rt, set, FixedType.set);
        status = forEach(rt, snapshot, (it) => {
          const both = containsItem(rt, other, it);
          if (both < 0) return -1;
          return (operator === "and") === (both === 0) ? Math.min(0, setDiscard(rt, set, it)) : 0;
        });
        if (status === 0 && operator === "xor") {
          status = forEach(rt, other, (it) => {
            const both = containsItem(rt, snapshot, it);
            return both < 0 ? -1 : both === 0 ? setAdd(rt, set, it) : 0;
          });
        }
        decref(rt, snapshot);
      }
      decref(rt, other);
    }
    if (status === 0) return set;
    decref(rt, set);
    return 0;
  };
}

function isSetLike(rt: Runtime, ref: number): boolean {
  const type = typeOf(rt, ref);
  return (
    type === FixedType.set || type === FixedType.frozenset || type === rt.types.dictKeys || type === rt.types.dictItems
  );
}

function viewCompare(rt: Runtime, left: number, right: number, operator: number): number {
  if (!isSetLike(rt, right)) return newRef(rt, NotImplemented);
  const a = lengthOf(rt, left);
  const b = lengthOf(rt, right);
  if (a < 0 || b < 0) return 0;
  const all = (of: number, within: number): number => {
    const status = forEach(rt, of, (it) => {
      const found = containsItem(rt, within, it);
      return found < 0 ? -1 : found === 0 ? 1 : 0;
    });
    return status < 0 ? -1 : status === 0 ? 1 : 0;
  };
  const decide = (): number => {
    switch (operator) {
      case Compare.EQ:
      case Compare.NE:
        return a === b ? all(left, right) : 0;
      case Compare.LT:
        return a < b ? all(left, right) : 0;
      case Compare.LE:
        return a <= b ? all(left, right) : 0;
      case Compare.GT:
        return a > b ? all(right, left) : 0;
      default:
        return a >= b ? all(right, left) : 0;
    }
  };
  const result = decide();
  return result < 0 ? 0 : pyBool(operator === Compare.NE ? result === 0 : result === 1);
}

function isDisjoint(rt: Runtime, self: number, other: number): number {
  const status = forEach(rt, other, (it) => containsItem(rt, self, it));
  return status < 0 ? 0 : pyBool(status === 0);
}

function defineView(rt: Runtime, part: Part): void {
  const register = part === "key" ? "dictKeys" : part === "value" ? "dictValues" : "dictItems";
  const name = `dict_${part}s`;
  const iterator = (rt_: Runtime): number =>
    rt_.types[part === "key" ? "dictKeyIterator" : part === "value" ? "dictValueIterator" : "dictItemIterator"];
  const contains: Slots["contains"] =
    part === "key"
      ? (rt_, self, item) => dictContains(rt_, viewDict(rt_, self), item)
      : part === "item"
        ? itemContains
        : null;
  const methods: Record<string, BuiltinSpecification> = {
    __reversed__: method("($self, /)", (rt_, self) => newDictIterator(rt_, viewDict(rt_, self), iterator(rt_), true)),
  };
  if (part !== "value") methods["isdisjoint"] = method("($self, other, /)", isDisjoint);
  defineType(rt, {
    name,
    register,
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    methods,
    getset: { mapping: getset((rt_, self) => newMappingProxy(rt_, viewDict(rt_, self))) },
    slots: {
      repr: (rt_, self) => viewRepr(rt_, self, name),
      length: (rt_, self) => dictLength(rt_, viewDict(rt_, self)),
      iter: (rt_, self) => newDictIterator(rt_, viewDict(rt_, self), iterator(rt_), false),
      contains,
      ...(part === "value"
        ? {}
        : {
            richcompare: viewCompare,
            and: setOperation("and"),
            or: setOperation("or"),
            subtract: setOperation("sub"),
            xor: setOperation("xor"),
          }),
      clear: (rt_, self) => decref(rt_, viewDict(rt_, self)),
      traverse: (rt_, self, visit) => visit(viewDict(rt_, self)),
    },
  });
}

/** Defines views and iterators of dicts. */
export function defineDictViews(rt: Runtime): void {
  for (const part of ["key", "value", "item"] as const) {
    defineIterator(rt, part);
    defineView(rt, part);
  }
}
