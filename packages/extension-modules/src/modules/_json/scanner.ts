// `_json.Scanner`: reads one JSON value.

import {
  FixedType,
  HostObject,
  type IteratorState,
  LayoutKind,
  None,
  type Runtime,
  True,
  False,
  callDefinition,
  callOneArgument,
  clearIterator,
  decref,
  define,
  defineType,
  dictSet,
  getAttributeString,
  getset,
  indexNumber,
  integerFrom,
  isStr,
  isTrue,
  iteratorState,
  listAppendStolen,
  method,
  newDict,
  newFloat,
  newHostObject,
  newInt,
  newInteger,
  newList,
  newRef,
  newStr,
  pyBool,
  setError,
  spendWork,
  traverseIterator,
  tupleOf,
  typeName,
} from "@tjit/runtime/api";
import { SourceText } from "./source-text.ts";
import { type Strictness, readString } from "./strings.ts";

/** References: what makes values, in the order of `attributes`. */
interface ScannerState extends IteratorState {
  readonly strictness: Strictness;
}

const attributes = ["object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"] as const;
type Attribute = (typeof attributes)[number];

/** The literals that are values by themselves. */
const literals: readonly (readonly [text: string, value: number])[] = [
  ["null", None],
  ["true", True],
  ["false", False],
];
const constants: readonly string[] = ["NaN", "Infinity", "-Infinity"];

const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;

/** Reads values of one text; `at` is where the one that was read ends. */
class Reading {
  at = 0;
  #depth = 0;
  readonly #rt: Runtime;
  readonly #source: SourceText;
  readonly #text: string;
  readonly #state: ScannerState;
  /** Keys that were read, owned. */
  readonly #keys = new Map<string, number>();

  constructor(rt: Runtime, source: SourceText, state: ScannerState) {
    this.#rt = rt;
    this.#source = source;
    this.#text = source.text;
    this.#state = state;
  }

  /** Releases the keys. */
  end(): void {
    for (const key of this.#keys.values()) decref(this.#rt, key);
  }

  /** The value at a position: a new reference; 0 with an exception set. */
  value(at: number): number {
    const text = this.#text;
    const unit = text[at];
    if (unit === undefined) return this.#source.stop(at);
    if (unit === '"') return this.#string(at);
    if (unit === "{" || unit === "[") return this.#nested(at, unit);
    for (const [literal, value] of literals) {
      if (!text.startsWith(literal, at)) continue;
      this.at = at + literal.length;
      return value;
    }
    number.lastIndex = at;
    const found = number.exec(text);
    if (found !== null) {
      this.at = at + found[0].length;
      const isFloat = found[1] !== undefined || found[2] !== undefined;
      return isFloat ? this.#float(found[0]) : this.#int(found[0]);
    }
    for (const constant of constants) {
      if (!text.startsWith(constant, at)) continue;
      this.at = at + constant.length;
      return this.#made("parse_constant", constant);
    }
    return this.#source.stop(at);
  }

  #hook(name: Attribute): number {
    return this.#state.references[attributes.indexOf(name)] as number;
  }

  #made(name: Attribute, text: string): number {
    const argument = newStr(this.#rt, text);
    const result = callOneArgument(this.#rt, this.#hook(name), argument);
    decref(this.#rt, argument);
    return result;
  }

  #float(text: string): number {
    return this.#hook("parse_float") === FixedType.float
      ? newFloat(this.#rt, Number(text))
      : this.#made("parse_float", text);
  }

  #int(text: string): number {
    if (this.#hook("parse_int") !== FixedType.int) return this.#made("parse_int", text);
    if (text.length < 10) return newInt(this.#rt, Number(text) + 0);
    const digits = newStr(this.#rt, text);
    const value = integerFrom(this.#rt, digits);
    decref(this.#rt, digits);
    return value === null ? 0 : newInteger(this.#rt, value);
  }

  #string(at: number): number {
    const read = readString(this.#text, at + 1, this.#state.strictness);
    if ("problem" in read) return this.#source.fail(read.problem, read.at);
    this.at = read.end;
    return newStr(this.#rt, read.text);
  }

  /** A key, borrowed: equal ones are one object. */
  #key(at: number): number {
    const read = readString(this.#text, at + 1, this.#state.strictness);
    if ("problem" in read) return this.#source.fail(read.problem, read.at);
    this.at = read.end;
    let key = this.#keys.get(read.text);
    if (key === undefined) this.#keys.set(read.text, (key = newStr(this.#rt, read.text)));
    return key;
  }

  #skipSpace(from: number): number {
    let at = from;
    for (;;) {
      const unit = this.#text.charCodeAt(at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
      at++;
    }
  }

  #nested(at: number, opening: "{" | "["): number {
    const rt = this.#rt;
    const what = opening === "{" ? "object" : "array";
    if (this.#depth >= rt.recursionLimit) {
      const message = `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`;
      return setError(rt, rt.types.RecursionError, message);
    }
    if (spendWork(rt, 20) < 0) return 0;
    this.#depth++;
    const result = opening === "{" ? this.#object(at + 1) : this.#array(at + 1);
    this.#depth--;
    return result;
  }

  #array(start: number): number {
    const rt = this.#rt;
    const list = newList(rt);
    let at = this.#skipSpace(start);
    while (this.#text[at] !== "]") {
      const item = this.value(at);
      if (item === 0) return release(rt, list);
      listAppendStolen(rt, list, item);
      at = this.#next("]", "array");
      if (at < 0) return release(rt, list);
    }
    this.at = at + 1;
    return list;
  }

  /** Behind an item: where the next one or the closing bracket is; -1 with an exception set. */
  #next(closing: "]" | "}", what: "array" | "object"): number {
    const at = this.#skipSpace(this.at);
    if (this.#text[at] === closing) return at;
    if (this.#text[at] !== ",") return this.#source.fail("Expecting ',' delimiter", at) - 1;
    const next = this.#skipSpace(at + 1);
    if (this.#text[next] !== closing) return next;
    return this.#source.fail(`Illegal trailing comma before end of ${what}`, at) - 1;
  }

  #object(start: number): number {
    const rt = this.#rt;
    const pairsHook = this.#hook("object_pairs_hook");
    const hook = pairsHook === None ? this.#hook("object_hook") : pairsHook;
    const object = pairsHook === None ? newDict(rt) : newList(rt);
    let at = this.#skipSpace(start);
    while (this.#text[at] !== "}") {
      if (this.#text[at] !== '"') {
        this.#source.fail("Expecting property name enclosed in double quotes", at);
        return release(rt, object);
      }
      const key = this.#key(at);
      if (key === 0) return release(rt, object);
      at = this.#skipSpace(this.at);
      if (this.#text[at] !== ":") {
        this.#source.fail("Expecting ':' delimiter", at);
        return release(rt, object);
      }
      const value = this.value(this.#skipSpace(at + 1));
      if (value === 0) return release(rt, object);
      if (pairsHook === None) {
        const status = dictSet(rt, object, key, value);
        decref(rt, value);
        if (status < 0) return release(rt, object);
      } else listAppendStolen(rt, object, tupleOf(rt, newRef(rt, key), value));
      at = this.#next("}", "object");
      if (at < 0) return release(rt, object);
    }
    this.at = at + 1;
    if (hook === None) return object;
    const result = callOneArgument(rt, hook, object);
    decref(rt, object);
    return result;
  }
}

function release(rt: Runtime, object: number): 0 {
  decref(rt, object);
  return 0;
}

function scan(rt: Runtime, self: number, string: number, index: number): number {
  if (!isStr(rt, string)) {
    return setError(rt, rt.types.TypeError, `first argument must be a string, not ${typeName(rt, string)}`);
  }
  const start = indexNumber(rt, index, rt.types.OverflowError);
  if (start === null) return 0;
  if (start < 0) return setError(rt, rt.types.ValueError, "idx cannot be negative");
  // Hooks may drop the scanner or the text.
  newRef(rt, self);
  newRef(rt, string);
  const source = new SourceText(rt, string);
  const reading = new Reading(rt, source, iteratorState(rt, self) as ScannerState);
  const value = reading.value(source.unit(start));
  const result = value === 0 ? 0 : tupleOf(rt, value, newInt(rt, source.point(reading.at)));
  reading.end();
  decref(rt, string);
  decref(rt, self);
  return result;
}

function construct(rt: Runtime, type: number, context: number): number {
  const strict = getAttributeString(rt, context, "strict");
  if (strict === 0) return 0;
  const truth = isTrue(rt, strict);
  decref(rt, strict);
  if (truth < 0) return 0;
  const references: number[] = [];
  for (const name of attributes) {
    const value = getAttributeString(rt, context, name);
    if (value === 0) {
      for (const reference of references) decref(rt, reference);
      return 0;
    }
    references.push(value);
  }
  const state: ScannerState = { references, count: 0, strictness: truth === 1 ? "strict" : "lenient" };
  return newHostObject(rt, type, state);
}

/** Defines the type: borrowed. */
export function defineScanner(rt: Runtime): number {
  const call = define(method("($self, /, string, idx)", scan), "scan_once", null);
  const constructor = define(method("($type, context)", construct), "make_scanner", null);
  return defineType(rt, {
    name: "Scanner",
    module: "_json",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    getset: {
      strict: getset((rt_, self) => pyBool((iteratorState(rt_, self) as ScannerState).strictness === "strict")),
      ...Object.fromEntries(
        attributes.map((name, index) => [
          name,
          getset((rt_, self) => newRef(rt_, iteratorState(rt_, self).references[index] as number)),
        ]),
      ),
    },
    slots: {
      new: (rt_, type, args, count, kwnames) => callDefinition(rt_, constructor, type, args, count, kwnames),
      call: (rt_, self, args, count, kwnames) => callDefinition(rt_, call, self, args, count, kwnames),
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}
