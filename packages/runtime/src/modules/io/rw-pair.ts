// `io.BufferedRWPair`: a stream to read and one to write, as one. Everything is asked of the one or the other.

import { clearError, fetchError, restoreError, setError } from "../../exceptions/errors.ts";
import { newInt } from "../../object/int.ts";
import { type Identifier } from "../../object/identifiers.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, pyBool, xdecref } from "../../object/reference.ts";
import { getAttribute } from "../../protocols/attributes.ts";
import { callMethod, callTwoArguments } from "../../protocols/call.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { openedTypes } from "./opened-types.ts";
import { askStream, defaultBufferSize, uninitialized, unsupported } from "./support.ts";

/** The two streams, owned; 0 before `__init__`. */
interface Pair {
  reader: number;
  writer: number;
}

const pairOf = (rt: Runtime, self: number): Pair => hostPayload(rt, self) as Pair;

function init(rt: Runtime, self: number, reader: number, writer: number, sizeRef: number): number {
  for (const [stream, ability] of [
    [reader, "readable"],
    [writer, "writable"],
  ] as const) {
    const able = askStream(rt, stream, ability);
    if (able > 0) continue;
    if (able === 0) unsupported(rt, `File or stream is not ${ability}.`);
    return -1;
  }
  const pair = pairOf(rt, self);
  const size = sizeRef === 0 ? newInt(rt, defaultBufferSize) : sizeRef;
  const first = callTwoArguments(rt, rt.nativeTypes.get(openedTypes.reader) ?? None, reader, size);
  const second = first === 0 ? 0 : callTwoArguments(rt, rt.nativeTypes.get(openedTypes.writer) ?? None, writer, size);
  if (second === 0) {
    xdecref(rt, first);
    return -1;
  }
  const old = { ...pair };
  pair.reader = first;
  pair.writer = second;
  xdecref(rt, old.reader);
  xdecref(rt, old.writer);
  return 0;
}

function asking(side: keyof Pair, name: Identifier, signature = "($self, /)"): BuiltinSpecification {
  return method(signature, (rt, self, ...args) => {
    const stream = pairOf(rt, self)[side];
    if (stream === 0) return uninitialized(rt);
    return callMethod(rt, stream, rt.names[name], ...args.filter((it) => it !== 0));
  });
}

/** Closes the writer first, then the reader even if that failed. */
function close(rt: Runtime, self: number): number {
  const { reader, writer } = pairOf(rt, self);
  if (writer === 0 || reader === 0) return None;
  const first = callMethod(rt, writer, rt.names.close);
  const pending = first === 0 ? fetchError(rt) : 0;
  xdecref(rt, first);
  const second = callMethod(rt, reader, rt.names.close);
  if (pending === 0) return second;
  if (second === 0) clearError(rt);
  else decref(rt, second);
  restoreError(rt, pending);
  return 0;
}

function isTerminal(rt: Runtime, self: number): number {
  const { reader, writer } = pairOf(rt, self);
  if (writer === 0) return uninitialized(rt);
  const answer = askStream(rt, writer, "isatty");
  if (answer !== 0) return answer < 0 ? 0 : pyBool(true);
  return callMethod(rt, reader, rt.names.isatty);
}

/** Defines `BufferedRWPair`. */
export function defineReadWritePair(rt: Runtime, base: number): number {
  return defineType(rt, {
    name: "BufferedRWPair",
    module: "_io",
    base,
    init: method("($self, reader, writer, buffer_size=131072, /)", init),
    methods: {
      read: asking("reader", "read", "($self, size=-1, /)"),
      peek: asking("reader", "peek", "($self, size=0, /)"),
      read1: asking("reader", "read1", "($self, size=-1, /)"),
      readinto: asking("reader", "readinto", "($self, buffer, /)"),
      write: asking("writer", "write", "($self, buffer, /)"),
      flush: asking("writer", "flush"),
      readable: asking("reader", "readable"),
      writable: asking("writer", "writable"),
      isatty: method("($self, /)", isTerminal),
      close: method("($self, /)", close),
    },
    getset: {
      closed: getset((rt_, self) => {
        const { writer } = pairOf(rt_, self);
        if (writer !== 0) return getAttribute(rt_, writer, rt_.names.closed);
        return setError(rt_, rt_.types.RuntimeError, "the BufferedRWPair object is being garbage-collected");
      }),
    },
    slots: {
      new: (rt_, type) => {
        const payload: Pair = { reader: 0, writer: 0 };
        return newHostObject(rt_, type, payload);
      },
      clear: (rt_, self) => {
        const pair = pairOf(rt_, self);
        const { reader, writer } = pair;
        pair.reader = 0;
        pair.writer = 0;
        xdecref(rt_, reader);
        xdecref(rt_, writer);
      },
      traverse: (rt_, self, visit) => {
        const { reader, writer } = pairOf(rt_, self);
        if (reader !== 0) visit(reader);
        if (writer !== 0) visit(writer);
      },
    },
  });
}
