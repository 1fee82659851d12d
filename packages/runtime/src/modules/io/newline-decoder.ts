// `io.IncrementalNewlineDecoder`: a decoder that handles line ends.

import { setError } from "../../exceptions/errors.ts";
import { HostObject, LayoutKind, TypeFlag } from "../../layout/objects.ts";
import { intNumber, newInt } from "../../object/int.ts";
import { hostPayload, newHostObject } from "../../object/new-object.ts";
import { None, decref, isInt, isStr, isTuple, newRef, pyBool, typeName, xdecref } from "../../object/reference.ts";
import { newStr, strValue } from "../../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../../object/tuple.ts";
import { callMethod } from "../../protocols/call.ts";
import { isTrue } from "../../protocols/truth.ts";
import { type Runtime } from "../../runtime.ts";
import { newBytes } from "../../text/bytes-object.ts";
import { getset, method } from "../../types/builtin-definition.ts";
import { defineType } from "../../types/define-type.ts";
import { NewlineScanner, seenNewlines } from "./newlines.ts";

interface Decoder {
  /** The decoder below, owned; None: text comes as text. */
  decoder: number;
  scanner: NewlineScanner;
}

const decoderOf = (rt: Runtime, self: number): Decoder => hostPayload(rt, self) as Decoder;

/** The attribute `newlines` of line ends seen. */
export function newlinesObject(rt: Runtime, seen: number): number {
  const names = seenNewlines(seen);
  if (names.length === 0) return None;
  if (names.length === 1) return newStr(rt, names[0] as string);
  const tuple = newTuple(rt, names.length);
  names.forEach((name, index) => tupleInit(rt, tuple, index, newStr(rt, name)));
  return tuple;
}

function init(rt: Runtime, self: number, decoder: number, translate: number): number {
  const translates = isTrue(rt, translate);
  if (translates < 0) return -1;
  const state = decoderOf(rt, self);
  const old = state.decoder;
  state.decoder = newRef(rt, decoder);
  state.scanner = new NewlineScanner(translates > 0);
  xdecref(rt, old);
  return 0;
}

function decode(rt: Runtime, self: number, input: number, finalRef: number): number {
  const { decoder, scanner } = decoderOf(rt, self);
  const isFinal = finalRef === 0 ? 0 : isTrue(rt, finalRef);
  if (isFinal < 0) return 0;
  let output = newRef(rt, input);
  if (decoder !== None) {
    decref(rt, output);
    output = callMethod(rt, decoder, rt.names.decode, input, pyBool(isFinal > 0));
    if (output === 0) return 0;
  }
  if (!isStr(rt, output)) {
    setError(rt, rt.types.TypeError, `decoder should return a string result, not '${typeName(rt, output)}'`);
    decref(rt, output);
    return 0;
  }
  const text = scanner.scan(strValue(rt, output), isFinal > 0);
  decref(rt, output);
  return newStr(rt, text);
}

function getState(rt: Runtime, self: number): number {
  const { decoder, scanner } = decoderOf(rt, self);
  let buffer = newBytes(rt, new Uint8Array(0));
  let flag = 0n;
  if (decoder !== None) {
    const state = callMethod(rt, decoder, rt.names.getstate);
    if (state === 0) {
      decref(rt, buffer);
      return 0;
    }
    if (isTuple(rt, state) && tupleLength(rt, state) === 2 && isInt(rt, tupleItem(rt, state, 1))) {
      decref(rt, buffer);
      buffer = newRef(rt, tupleItem(rt, state, 0));
      flag = BigInt(intNumber(rt, tupleItem(rt, state, 1)));
    }
    decref(rt, state);
  }
  return tupleOf(rt, buffer, newInt(rt, Number(2n * flag) + (scanner.pendingCr ? 1 : 0)));
}

function setState(rt: Runtime, self: number, state: number): number {
  const { decoder, scanner } = decoderOf(rt, self);
  if (!isTuple(rt, state)) return setError(rt, rt.types.TypeError, "state argument must be a tuple");
  const flagRef = tupleLength(rt, state) === 2 ? tupleItem(rt, state, 1) : 0;
  if (flagRef === 0 || !isInt(rt, flagRef)) {
    return setError(rt, rt.types.TypeError, "setstate(): illegal state argument");
  }
  const flag = intNumber(rt, flagRef);
  scanner.pendingCr = flag % 2 !== 0;
  if (decoder === None) return None;
  const below = tupleOf(rt, newRef(rt, tupleItem(rt, state, 0)), newInt(rt, Math.floor(flag / 2)));
  const result = callMethod(rt, decoder, rt.names.setstate, below);
  decref(rt, below);
  return result;
}

function reset(rt: Runtime, self: number): number {
  const { decoder, scanner } = decoderOf(rt, self);
  scanner.reset();
  return decoder === None ? None : callMethod(rt, decoder, rt.names.reset);
}

/** Defines the type. */
export function defineNewlineDecoder(rt: Runtime): number {
  return defineType(rt, {
    name: "IncrementalNewlineDecoder",
    module: "_io",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    flags: TypeFlag.WEAK_REFERENCES,
    init: method("($self, /, decoder, translate, errors='strict')", init),
    methods: {
      decode: method("($self, /, input, final=False)", decode),
      getstate: method("($self, /)", getState),
      setstate: method("($self, state, /)", setState),
      reset: method("($self, /)", reset),
    },
    getset: { newlines: getset((rt_, self) => newlinesObject(rt_, decoderOf(rt_, self).scanner.seen)) },
    slots: {
      new: (rt_, type) => {
        const payload: Decoder = { decoder: None, scanner: new NewlineScanner(false) };
        return newHostObject(rt_, type, payload);
      },
      clear: (rt_, self) => decref(rt_, decoderOf(rt_, self).decoder),
      traverse: (rt_, self, visit) => visit(decoderOf(rt_, self).decoder),
    },
  });
}
