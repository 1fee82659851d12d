// The codecs of a machine: functions that search for one by name, what they found, and the handlers of errors by name.

import {
  Failure,
  type Replacement,
  type Runtime,
  callMethod,
  callOneArgument,
  callTwoArguments,
  decref,
  encodeText,
  raiseFailure,
  define,
  errorOccurred,
  fetchError,
  getOptionalAttribute,
  importModule,
  internStr,
  isBytes,
  isStr,
  isTrue,
  isTuple,
  newBuiltinFunction,
  newRef,
  newStr,
  None,
  pendingFailure,
  restoreError,
  setError,
  slotsOf,
  tupleItem,
  tupleLength,
  typeName,
  xdecref,
} from "@tjit/runtime/api";
import { askHandler, ownHandlers } from "./error-handlers.ts";

/** Encoding or decoding. */
export type Direction = "encode" | "decode";

/** Codecs and handlers; references are owned. */
export class Codecs {
  readonly #searches: number[] = [];
  readonly #found = new Map<string, number>();
  readonly #handlers = new Map<string, number>();
  #isReady = false;

  /** `register`. */
  register(rt: Runtime, search: number): number {
    if (slotsOf(rt, search).call === null) return setError(rt, rt.types.TypeError, "argument must be callable");
    this.#searches.push(newRef(rt, search));
    return None;
  }

  /** `unregister`. */
  unregister(rt: Runtime, search: number): number {
    const index = this.#searches.indexOf(search);
    if (index < 0) return None;
    this.#searches.splice(index, 1);
    const found = [...this.#found.values()];
    this.#found.clear();
    for (const it of [...found, search]) decref(rt, it);
    return None;
  }

  /** A codec, a tuple of four: a new reference; 0 with an exception set. */
  lookup(rt: Runtime, encoding: string): number {
    // A name that is no text is refused as such.
    const bytes = encodeText(encoding, "utf-8", "strict");
    if (bytes instanceof Failure) return raiseFailure(rt, bytes);
    const name = normalize(encoding);
    const known = this.#found.get(name);
    if (known !== undefined) return newRef(rt, known);
    if (!this.#isReady) {
      this.#isReady = true;
      // The library's encodings register themselves.
      const module = importModule(rt, "encodings");
      if (module === 0) {
        this.#isReady = false;
        return 0;
      }
      decref(rt, module);
    }
    const text = newStr(rt, name);
    let codec = 0;
    for (const search of [...this.#searches]) {
      codec = callOneArgument(rt, search, text);
      if (codec !== None) break;
    }
    decref(rt, text);
    if (codec === 0 && errorOccurred(rt) !== 0) return 0;
    if (codec === 0 || codec === None) return setError(rt, rt.types.LookupError, `unknown encoding: ${encoding}`);
    if (!isTuple(rt, codec) || tupleLength(rt, codec) !== 4) {
      decref(rt, codec);
      return setError(rt, rt.types.TypeError, "codec search functions must return 4-tuples");
    }
    const old = this.#found.get(name);
    this.#found.set(name, newRef(rt, codec));
    if (old !== undefined) decref(rt, old);
    return codec;
  }

  /** `codecs.encode` and `codecs.decode`: what the codec gives, whatever it is. */
  apply(rt: Runtime, direction: Direction, object: number, encoding: string, errors: string): number {
    const codec = this.lookup(rt, encoding);
    if (codec === 0) return 0;
    const result = run(rt, codec, direction, object, encoding, errors);
    decref(rt, codec);
    return result;
  }

  /** `str.encode` and `bytes.decode`: between text and bytes alone. */
  applyText(rt: Runtime, direction: Direction, object: number, encoding: string, errors: string): number {
    const codec = this.lookup(rt, encoding);
    if (codec === 0) return 0;
    const { LookupError, TypeError } = rt.types;
    let result = 0;
    const isText = isTextEncoding(rt, codec);
    if (isText === 0)
      setError(
        rt,
        LookupError,
        `'${encoding}' is not a text encoding; use codecs.${direction}() to handle arbitrary codecs`,
      );
    else if (isText > 0) result = run(rt, codec, direction, object, encoding, errors);
    decref(rt, codec);
    if (result === 0) return 0;
    const isRight = direction === "encode" ? isBytes(rt, result) : isStr(rt, result);
    if (isRight) return result;
    const [role, wanted] = direction === "encode" ? ["encoder", "bytes"] : ["decoder", "str"];
    const shown = typeName(rt, result);
    decref(rt, result);
    const message = `'${encoding}' ${role} returned '${shown}' instead of '${wanted}'; use codecs.${direction}() to ${direction} to arbitrary types`;
    return setError(rt, TypeError, message);
  }

  /** `register_error`. */
  registerHandler(rt: Runtime, name: string, handler: number): number {
    if (slotsOf(rt, handler).call === null) return setError(rt, rt.types.TypeError, "handler must be callable");
    const old = this.#handlers.get(name);
    this.#handlers.set(name, newRef(rt, handler));
    if (old !== undefined) decref(rt, old);
    return None;
  }

  /** `_unregister_error`: whether there was one; null with an exception set. */
  unregisterHandler(rt: Runtime, name: string): boolean | null {
    if (name in ownHandlers) {
      setError(rt, rt.types.ValueError, `cannot un-register built-in error handler '${name}'`);
      return null;
    }
    const old = this.#handlers.get(name);
    this.#handlers.delete(name);
    if (old !== undefined) decref(rt, old);
    return old !== undefined;
  }

  /** `lookup_error`: borrowed; 0 with an exception set. */
  handler(rt: Runtime, name: string): number {
    const known = this.#handlers.get(name);
    if (known !== undefined) return known;
    const own = Object.hasOwn(ownHandlers, name) ? ownHandlers[name] : undefined;
    if (own === undefined) return setError(rt, rt.types.LookupError, `unknown error handler name '${name}'`);
    const [shown, specification] = own;
    const made = newBuiltinFunction(rt, define(specification, shown, null), 0, 0);
    this.#handlers.set(name, made);
    return made;
  }

  /** Asks a handler by its name. */
  ask(rt: Runtime, failure: Failure, errors: string): Replacement | Failure {
    const callback = this.handler(rt, errors);
    return callback === 0 ? pendingFailure() : askHandler(rt, callback, failure);
  }
}

/** Lower case, with one underscore for all that is neither letter nor digit nor a period. */
function normalize(encoding: string): string {
  return encoding
    .replace(/[^0-9A-Za-z.]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

function isTextEncoding(rt: Runtime, codec: number): number {
  const flag = internStr(rt, "_is_text_encoding");
  const value = getOptionalAttribute(rt, codec, flag);
  decref(rt, flag);
  if (value === 0) return errorOccurred(rt) === 0 ? 1 : -1;
  const truth = isTrue(rt, value);
  decref(rt, value);
  return truth;
}

/** Runs the codec; an exception gets a note that says which. */
function run(
  rt: Runtime,
  codec: number,
  direction: Direction,
  object: number,
  encoding: string,
  errors: string,
): number {
  const fn = tupleItem(rt, codec, direction === "encode" ? 0 : 1);
  const handler = newStr(rt, errors);
  const pair = callTwoArguments(rt, fn, object, handler);
  decref(rt, handler);
  if (pair === 0) {
    addNote(rt, `${direction === "encode" ? "encoding" : "decoding"} with '${encoding}' codec failed`);
    return 0;
  }
  if (!isTuple(rt, pair) || tupleLength(rt, pair) !== 2) {
    decref(rt, pair);
    return setError(rt, rt.types.TypeError, `${direction}r must return a tuple (object,integer)`);
  }
  const result = newRef(rt, tupleItem(rt, pair, 0));
  decref(rt, pair);
  return result;
}

function addNote(rt: Runtime, text: string): void {
  const exception = fetchError(rt);
  const note = newStr(rt, text);
  const name = internStr(rt, "add_note");
  const result = callMethod(rt, exception, name, note);
  for (const it of [note, name, result]) xdecref(rt, it);
  restoreError(rt, exception);
}
