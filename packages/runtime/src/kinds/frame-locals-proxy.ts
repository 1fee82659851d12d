// `FrameLocalsProxy`: `f_locals` of a function's frame, whose variables it reads and writes. Whoever wants more than one of them gets them from a
// dict that is made then.

import { errorOccurred, fail, setError, setKeyError } from "../exceptions/errors.ts";
import { type FramePayload, framePayload, pinFrame } from "../frames/frame-object.ts";
import { frameVariables, setVariable, variable, variableIndex } from "../frames/frame-variables.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import {
  dictDelete,
  dictGet,
  dictLength,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  newDict,
} from "../object/dict.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, NotImplemented, decref, isDict, newRef, pyBool, typeName, typeOf } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { callMethod } from "../protocols/call.ts";
import { hashObject } from "../protocols/hash.ts";
import { getIter, listFrom } from "../protocols/iterate.ts";
import { BinaryOperator, binaryOperation } from "../protocols/number.ts";
import { enterRepr, leaveRepr, reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { Compare } from "../types/slots.ts";

/** The proxy of a frame object. */
export function newFrameLocals(rt: Runtime, frame: number): number {
  return newHostObject(rt, rt.types.frameLocals, newRef(rt, frame));
}

/** The frame object, borrowed. */
function frameOf(rt: Runtime, self: number): number {
  return hostPayload(rt, self) as number;
}

function payloadOf(rt: Runtime, self: number): FramePayload {
  return framePayload(rt, frameOf(rt, self));
}

function isProxy(rt: Runtime, object: number): boolean {
  return typeOf(rt, object) === rt.types.frameLocals;
}

/** Calls `use` with a dict of all variables. */
function withDict(rt: Runtime, self: number, use: (dict: number) => number): number {
  const dict = frameVariables(rt, payloadOf(rt, self));
  const result = use(dict);
  decref(rt, dict);
  return result;
}

/** A list of the keys, values or pairs. */
function listOfView(rt: Runtime, self: number, name: number): number {
  return withDict(rt, self, (dict) => {
    const view = callMethod(rt, dict, name);
    if (view === 0) return 0;
    const list = listFrom(rt, view);
    decref(rt, view);
    return list;
  });
}

/** The value of a key, borrowed: 0 without an exception when there is none, with one when the key cannot be one. */
function find(rt: Runtime, self: number, key: number): number {
  const it = payloadOf(rt, self);
  const index = variableIndex(rt, it, key);
  if (index >= 0) return variable(rt, it, index);
  if (hashObject(rt, key) === -1 && errorOccurred(rt) !== 0) return 0;
  return it.extra === 0 ? 0 : dictGet(rt, it.extra, key);
}

function getOr(rt: Runtime, self: number, key: number, fallback: number): number {
  const found = find(rt, self, key);
  return found !== 0 || errorOccurred(rt) === 0 ? newRef(rt, found || fallback || None) : 0;
}

/** `proxy[key] = value`, or `del proxy[key]` when it is 0. Status. */
function assign(rt: Runtime, self: number, key: number, value: number): number {
  const frame = frameOf(rt, self);
  const it = framePayload(rt, frame);
  const index = variableIndex(rt, it, key);
  if (index >= 0) {
    if (value !== 0) setVariable(rt, frame, index, value);
    return value === 0 ? cannotRemove(rt) : 0;
  }
  if (value === 0) {
    if (hashObject(rt, key) === -1 && errorOccurred(rt) !== 0) return -1;
    return it.extra === 0 ? setKeyError(rt, key) - 1 : dictDelete(rt, it.extra, key);
  }
  if (it.extra === 0) it.extra = newDict(rt);
  pinFrame(rt, frame);
  return dictSet(rt, it.extra, key, value);
}

function cannotRemove(rt: Runtime): -1 {
  return fail(rt, rt.types.ValueError, "cannot remove local variables from FrameLocalsProxy");
}

function pop(rt: Runtime, self: number, key: number, fallback: number): number {
  if (variableIndex(rt, payloadOf(rt, self), key) >= 0) return cannotRemove(rt) + 1;
  const found = find(rt, self, key);
  if (found === 0 && errorOccurred(rt) !== 0) return 0;
  if (found === 0) return fallback === 0 ? setKeyError(rt, key) : newRef(rt, fallback);
  newRef(rt, found);
  return assign(rt, self, key, 0) < 0 ? 0 : found;
}

/** Takes over the items of a dict or of another proxy. Status. */
function update(rt: Runtime, self: number, other: number): number {
  const dict = isProxy(rt, other) ? frameVariables(rt, payloadOf(rt, other)) : newRef(rt, other);
  let status = 0;
  let entry = dictNext(rt, dict, 0);
  while (entry !== 0 && status === 0) {
    const next = dictPosition(rt, dict, entry) + 1;
    status = assign(rt, self, entryKey(rt, entry), entryValue(rt, entry));
    entry = dictNext(rt, dict, next);
  }
  decref(rt, dict);
  return status;
}

function isUpdate(rt: Runtime, other: number): boolean {
  return isDict(rt, other) || isProxy(rt, other);
}

/** `left | right`: one of them is a proxy. */
function merge(rt: Runtime, left: number, right: number): number {
  if (!isUpdate(rt, left) || !isUpdate(rt, right)) return newRef(rt, NotImplemented);
  const [first, second] = [left, right].map((it) =>
    isProxy(rt, it) ? frameVariables(rt, payloadOf(rt, it)) : newRef(rt, it),
  ) as [number, number];
  const result = binaryOperation(rt, first, second, BinaryOperator.OR);
  decref(rt, first);
  decref(rt, second);
  return result;
}

/** Defines `FrameLocalsProxy`. */
export function defineFrameLocals(rt: Runtime): void {
  defineType(rt, {
    name: "FrameLocalsProxy",
    register: "frameLocals",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, frame, /)", (rt_, _type, frame) =>
      typeOf(rt_, frame) === rt_.types.frame
        ? newFrameLocals(rt_, frame)
        : setError(rt_, rt_.types.TypeError, `expect frame, not ${typeName(rt_, frame)}`),
    ),
    methods: {
      copy: method("($self, /)", (rt_, self) => frameVariables(rt_, payloadOf(rt_, self))),
      get: method("($self, key, default=None, /)", getOr),
      keys: method("($self, /)", (rt_, self) => listOfView(rt_, self, rt_.names.keys)),
      values: method("($self, /)", (rt_, self) => listOfView(rt_, self, rt_.names.values)),
      items: method("($self, /)", (rt_, self) => listOfView(rt_, self, rt_.names.items)),
      pop: method("($self, key, default=NULL, /)", pop),
      setdefault: method("($self, key, default=None, /)", (rt_, self, key, fallback) => {
        const found = find(rt_, self, key);
        if (found !== 0 || errorOccurred(rt_) !== 0) return found === 0 ? 0 : newRef(rt_, found);
        return assign(rt_, self, key, fallback || None) < 0 ? 0 : newRef(rt_, fallback || None);
      }),
      update: method("($self, other, /)", (rt_, self, other) => {
        if (isUpdate(rt_, other)) return update(rt_, self, other) < 0 ? 0 : None;
        return setError(rt_, rt_.types.TypeError, "update() argument must be dict or another FrameLocalsProxy");
      }),
      __reversed__: method("($self, /)", (rt_, self) => {
        const list = listOfView(rt_, self, rt_.names.keys);
        const result = list === 0 ? 0 : callMethod(rt_, list, rt_.names.reverse);
        if (result === 0) return 0;
        return list;
      }),
    },
    slots: {
      repr: (rt_, self) => {
        const frame = frameOf(rt_, self);
        if (!enterRepr(rt_, frame)) return newStr(rt_, "{...}");
        const text = withDict(rt_, self, (dict) => {
          const shown = reprText(rt_, dict);
          return shown === null ? 0 : newStr(rt_, shown);
        });
        leaveRepr(rt_);
        return text;
      },
      length: (rt_, self) => withDict(rt_, self, (dict) => dictLength(rt_, dict)),
      getitem: (rt_, self, key) => {
        const found = find(rt_, self, key);
        if (found !== 0 || errorOccurred(rt_) !== 0) return found === 0 ? 0 : newRef(rt_, found);
        const shown = reprText(rt_, key);
        return shown === null ? 0 : setError(rt_, rt_.types.KeyError, `local variable '${shown}' is not defined`);
      },
      setitem: assign,
      contains: (rt_, self, key) => (find(rt_, self, key) !== 0 ? 1 : errorOccurred(rt_) === 0 ? 0 : -1),
      iter: (rt_, self) => {
        const list = listOfView(rt_, self, rt_.names.keys);
        const iterator = list === 0 ? 0 : getIter(rt_, list);
        if (list !== 0) decref(rt_, list);
        return iterator;
      },
      or: merge,
      inplaceOr: (rt_, self, other) => {
        if (!isUpdate(rt_, other)) return newRef(rt_, NotImplemented);
        return update(rt_, self, other) < 0 ? 0 : newRef(rt_, self);
      },
      richcompare: (rt_, self, other, operator) => {
        if (operator !== Compare.EQ && operator !== Compare.NE) return newRef(rt_, NotImplemented);
        if (isProxy(rt_, other))
          return pyBool((frameOf(rt_, self) === frameOf(rt_, other)) === (operator === Compare.EQ));
        if (!isDict(rt_, other)) return newRef(rt_, NotImplemented);
        return withDict(rt_, self, (dict) =>
          callMethod(rt_, dict, operator === Compare.EQ ? rt_.names.__eq__ : rt_.names.__ne__, other),
        );
      },
      clear: (rt_, self) => {
        decref(rt_, frameOf(rt_, self));
      },
      traverse: (rt_, self, visit) => {
        visit(frameOf(rt_, self));
      },
    },
  });
}
