// `_json.Encoder`: writes one value as JSON.

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
  callMethod,
  callOneArgument,
  clearError,
  clearIterator,
  decref,
  define,
  defineType,
  dictContains,
  dictDelete,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  fetchError,
  floatValue,
  getset,
  indexNumber,
  integerToDecimal,
  internStr,
  isDict,
  isFloat,
  isInt,
  isList,
  isStr,
  isTrue,
  isTuple,
  iteratorState,
  listAppend,
  listFrom,
  listItem,
  listLength,
  method,
  newHostObject,
  newInt,
  newIntegerOr,
  newList,
  newRef,
  newStr,
  pyBool,
  readInteger,
  reprDouble,
  reprText,
  restoreError,
  setError,
  spendWork,
  strValue,
  traverseIterator,
  tupleItem,
  tupleLength,
  tupleOf,
  typeName,
  typeOf,
  xdecref,
} from "@tjit/runtime/api";
import { quoted, quotedAscii } from "./strings.ts";

/** How strings are written: by the functions of this module, or by one in Python. */
type StringStyle = "text" | "ascii" | "custom";

/** References in this order. */
const attributes = ["markers", "default", "encoder", "indent", "key_separator", "item_separator"] as const;

interface EncoderState extends IteratorState {
  readonly strings: StringStyle;
  readonly keySeparator: string;
  readonly itemSeparator: string;
  /** Of one level; null: all in one line. */
  readonly indent: string | null;
  readonly sortsKeys: boolean;
  readonly skipsKeys: boolean;
  readonly allowsNan: boolean;
}

/** Writes values; false: an exception is set. */
class Writing {
  text = "";
  #depth = 0;
  readonly #rt: Runtime;
  readonly #state: EncoderState;

  constructor(rt: Runtime, state: EncoderState) {
    this.#rt = rt;
    this.#state = state;
  }

  value(object: number, level: number): boolean {
    const rt = this.#rt;
    const simple = this.#simple(object);
    if (simple !== undefined) return this.#add(simple);
    if (this.#depth >= rt.recursionLimit) {
      setError(rt, rt.types.RecursionError, "maximum recursion depth exceeded while encoding a JSON object");
      return false;
    }
    this.#depth++;
    newRef(rt, object);
    const isDone =
      isList(rt, object) || isTuple(rt, object)
        ? this.#list(object, level)
        : isDict(rt, object)
          ? this.#dict(object, level)
          : this.#other(object, level);
    decref(rt, object);
    this.#depth--;
    return isDone;
  }

  #add(text: string | null): boolean {
    if (text === null) return false;
    this.text += text;
    return true;
  }

  /** The text of what has no parts; null with an exception set, undefined for others. */
  #simple(object: number): string | null | undefined {
    const rt = this.#rt;
    if (object === None) return "null";
    if (object === True) return "true";
    if (object === False) return "false";
    if (isStr(rt, object)) return this.#string(object);
    if (isInt(rt, object)) return this.#int(object);
    return isFloat(rt, object) ? this.#float(object) : undefined;
  }

  #string(object: number): string | null {
    const rt = this.#rt;
    const { strings, references } = this.#state;
    if (strings !== "custom")
      return strings === "ascii" ? quotedAscii(strValue(rt, object)) : quoted(strValue(rt, object));
    const encoded = callOneArgument(rt, references[2] as number, object);
    if (encoded === 0) return null;
    const text = isStr(rt, encoded) ? strValue(rt, encoded) : null;
    if (text === null) {
      setError(rt, rt.types.TypeError, `encoder() must return a string, not ${typeName(rt, encoded)}`);
    }
    decref(rt, encoded);
    return text;
  }

  #int(object: number): string | null {
    const rt = this.#rt;
    const digits = integerToDecimal(readInteger(rt, object), rt.maxStrDigits);
    if (typeof digits === "string") return digits;
    newIntegerOr(rt, digits);
    return null;
  }

  #float(object: number): string | null {
    const rt = this.#rt;
    const value = floatValue(rt, object);
    if (Number.isFinite(value)) return reprDouble(value);
    if (this.#state.allowsNan) return Number.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
    const shown = reprText(rt, object);
    if (shown !== null) {
      setError(rt, rt.types.ValueError, `Out of range float values are not JSON compliant: ${shown}`);
    }
    return null;
  }

  /** Notes that a container is being written: a key for {@link #unmark}, or 0 with an exception set. */
  #mark(object: number): number {
    const rt = this.#rt;
    const markers = this.#state.references[0] as number;
    if (markers === None) return None;
    const key = newInt(rt, object >>> 0);
    const isKnown = dictContains(rt, markers, key);
    if (isKnown === 1) setError(rt, rt.types.ValueError, "Circular reference detected");
    if (isKnown === 0 && dictSet(rt, markers, key, object) === 0) return key;
    decref(rt, key);
    return 0;
  }

  /** Ends it; after an exception the marker stays, as CPython leaves it. */
  #unmark(key: number, isWritten: boolean): boolean {
    const rt = this.#rt;
    const markers = this.#state.references[0] as number;
    const status = markers === None || !isWritten ? 0 : dictDelete(rt, markers, key);
    decref(rt, key);
    return isWritten && status >= 0;
  }

  #other(object: number, level: number): boolean {
    const rt = this.#rt;
    const marker = this.#mark(object);
    if (marker === 0) return false;
    const replacement = callOneArgument(rt, this.#state.references[1] as number, object);
    if (replacement === 0) return this.#unmark(marker, false);
    const isWritten = this.value(replacement, level);
    decref(rt, replacement);
    if (!isWritten) addNote(rt, `when serializing ${typeName(rt, object)} object`);
    return this.#unmark(marker, isWritten);
  }

  #lineBreak(level: number): string {
    const { indent } = this.#state;
    return indent === null ? "" : `\n${indent.repeat(level)}`;
  }

  #list(object: number, level: number): boolean {
    const rt = this.#rt;
    const items =
      isTuple(rt, object) || typeOf(rt, object) === FixedType.list ? newRef(rt, object) : listFrom(rt, object);
    if (items === 0) return false;
    const isDone = this.#items(object, items, level);
    decref(rt, items);
    return isDone;
  }

  #items(object: number, items: number, level: number): boolean {
    const rt = this.#rt;
    const length = (): number => (isTuple(rt, items) ? tupleLength(rt, items) : listLength(rt, items));
    if (length() === 0) return this.#add("[]");
    const marker = this.#mark(object);
    if (marker === 0) return false;
    const before = this.#lineBreak(level + 1);
    this.text += `[${before}`;
    for (let index = 0; index < length(); index++) {
      if (index > 0) this.text += this.#state.itemSeparator + before;
      const item = newRef(rt, isTuple(rt, items) ? tupleItem(rt, items, index) : listItem(rt, items, index));
      const isWritten = this.value(item, level + 1) && spendWork(rt, 10) === 0;
      decref(rt, item);
      if (isWritten) continue;
      addNote(rt, `when serializing ${typeName(rt, object)} item ${index}`);
      return this.#unmark(marker, false);
    }
    this.text += `${this.#lineBreak(level)}]`;
    return this.#unmark(marker, true);
  }

  #dict(object: number, level: number): boolean {
    const rt = this.#rt;
    const isPlain = typeOf(rt, object) === FixedType.dict && !this.#state.sortsKeys;
    if (dictNext(rt, object, 0) === 0) return this.#add("{}");
    const items = isPlain ? pairsOf(rt, object) : this.#sortedItems(object);
    if (items === 0) return false;
    const isDone = listLength(rt, items) === 0 ? this.#add("{}") : this.#pairs(object, items, level);
    decref(rt, items);
    return isDone;
  }

  /** `object.items()` as a list, sorted if it has to be: a new reference. */
  #sortedItems(object: number): number {
    const rt = this.#rt;
    const name = internStr(rt, "items");
    const view = callMethod(rt, object, name);
    decref(rt, name);
    if (view === 0) return 0;
    const items = listFrom(rt, view);
    decref(rt, view);
    if (items === 0 || !this.#state.sortsKeys) return items;
    const sort = internStr(rt, "sort");
    const sorted = callMethod(rt, items, sort);
    decref(rt, sort);
    if (sorted !== 0) return items;
    decref(rt, items);
    return 0;
  }

  #pairs(object: number, items: number, level: number): boolean {
    const marker = this.#mark(object);
    if (marker === 0) return false;
    const before = this.#lineBreak(level + 1);
    const start = this.text.length;
    this.text += "{";
    for (let index = 0; index < listLength(this.#rt, items); index++) {
      const separator = this.text.length === start + 1 ? before : this.#state.itemSeparator + before;
      if (!this.#pair(object, listItem(this.#rt, items, index), separator, level)) return this.#unmark(marker, false);
    }
    this.text += this.text.length === start + 1 ? "}" : `${this.#lineBreak(level)}}`;
    return this.#unmark(marker, true);
  }

  #pair(object: number, pair: number, separator: string, level: number): boolean {
    const rt = this.#rt;
    if (!isTuple(rt, pair) || tupleLength(rt, pair) !== 2) {
      setError(rt, rt.types.ValueError, "items must return 2-tuples");
      return false;
    }
    const keyObject = tupleItem(rt, pair, 0);
    const key = this.#key(keyObject);
    if (key === undefined) return true;
    if (key === null) return false;
    this.text += separator + key + this.#state.keySeparator;
    if (this.value(tupleItem(rt, pair, 1), level + 1) && spendWork(rt, 20) === 0) return true;
    addNote(rt, `when serializing ${typeName(rt, object)} item ${keyText(rt, keyObject)}`);
    return false;
  }

  /** A key as a JSON string; undefined: it is skipped; null with an exception set. */
  #key(object: number): string | null | undefined {
    const rt = this.#rt;
    if (isStr(rt, object)) return this.#string(object);
    const text = this.#simple(object);
    if (text !== undefined) {
      if (text === null) return null;
      const string = newStr(rt, text);
      const result = this.#string(string);
      decref(rt, string);
      return result;
    }
    if (this.#state.skipsKeys) return undefined;
    setError(rt, rt.types.TypeError, `keys must be str, int, float, bool or None, not ${typeName(rt, object)}`);
    return null;
  }
}

/** The pairs of a dict, in a list. */
function pairsOf(rt: Runtime, dict: number): number {
  const list = newList(rt);
  for (let entry = dictNext(rt, dict, 0); entry !== 0;) {
    const pair = tupleOf(rt, newRef(rt, entryKey(rt, entry)), newRef(rt, entryValue(rt, entry)));
    listAppend(rt, list, pair);
    decref(rt, pair);
    entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1);
  }
  return list;
}

/** The repr of a key that can be one. */
function keyText(rt: Runtime, key: number): string {
  const exception = fetchError(rt);
  const text = reprText(rt, key);
  if (text === null) clearError(rt);
  restoreError(rt, exception);
  return text ?? "?";
}

/** Adds a note to the exception that is set. */
function addNote(rt: Runtime, text: string): void {
  const exception = fetchError(rt);
  const note = newStr(rt, text);
  xdecref(rt, callMethod(rt, exception, rt.names.add_note, note));
  decref(rt, note);
  restoreError(rt, exception);
}

function encode(rt: Runtime, self: number, object: number, levelRef: number): number {
  const level = indexNumber(rt, levelRef, rt.types.OverflowError);
  if (level === null) return 0;
  newRef(rt, self);
  const writing = new Writing(rt, iteratorState(rt, self) as EncoderState);
  const isDone = writing.value(object, level);
  decref(rt, self);
  return isDone ? tupleOf(rt, newStr(rt, writing.text)) : 0;
}

/** Functions of the module that encoders recognize. */
export interface StringFunctions {
  text: number;
  ascii: number;
}

function construct(rt: Runtime, functions: StringFunctions, type: number, args: readonly number[]): number {
  const [markers = 0, fallback = 0, encoder = 0, indent = 0, keySeparator = 0, itemSeparator = 0, ...flags] = args;
  if (markers !== None && !isDict(rt, markers)) {
    const message = `make_encoder() argument 1 must be dict or None, not ${typeName(rt, markers)}`;
    return setError(rt, rt.types.TypeError, message);
  }
  for (const [position, text] of [
    [5, keySeparator],
    [6, itemSeparator],
  ] as const) {
    if (isStr(rt, text)) continue;
    const message = `make_encoder() argument ${position} must be str, not ${typeName(rt, text)}`;
    return setError(rt, rt.types.TypeError, message);
  }
  if (indent !== None && !isStr(rt, indent)) {
    return setError(
      rt,
      rt.types.TypeError,
      `make_encoder() argument 4 must be str or None, not ${typeName(rt, indent)}`,
    );
  }
  const truths = flags.map((flag) => isTrue(rt, flag));
  if (truths.some((truth) => truth < 0)) return 0;
  const [sortsKeys, skipsKeys, allowsNan] = truths;
  const state: EncoderState = {
    references: [markers, fallback, encoder, indent, keySeparator, itemSeparator].map((it) => newRef(rt, it)),
    count: 0,
    strings: encoder === functions.ascii ? "ascii" : encoder === functions.text ? "text" : "custom",
    keySeparator: strValue(rt, keySeparator),
    itemSeparator: strValue(rt, itemSeparator),
    indent: indent === None ? null : strValue(rt, indent),
    sortsKeys: sortsKeys === 1,
    skipsKeys: skipsKeys === 1,
    allowsNan: allowsNan === 1,
  };
  return newHostObject(rt, type, state);
}

/** Defines the type: borrowed. */
export function defineEncoder(rt: Runtime, functions: StringFunctions): number {
  const call = define(method("($self, /, obj, _current_indent_level)", encode), "_iterencode", null);
  const signature =
    "($type, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)";
  const flag = (name: "sortsKeys" | "skipsKeys"): ReturnType<typeof getset> =>
    getset((rt_, self) => pyBool((iteratorState(rt_, self) as EncoderState)[name]));
  const make = method(signature, (rt_, type, ...args) => construct(rt_, functions, type, args));
  const constructor = define(make, "make_encoder", null);
  return defineType(rt, {
    name: "Encoder",
    module: "_json",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    getset: {
      ...Object.fromEntries(
        attributes.map((name, index) => [
          name,
          getset((rt_, self) => newRef(rt_, iteratorState(rt_, self).references[index] as number)),
        ]),
      ),
      sort_keys: flag("sortsKeys"),
      skipkeys: flag("skipsKeys"),
    },
    slots: {
      new: (rt_, type, args, count, kwnames) => callDefinition(rt_, constructor, type, args, count, kwnames),
      call: (rt_, self, args, count, kwnames) => callDefinition(rt_, call, self, args, count, kwnames),
      clear: clearIterator,
      traverse: traverseIterator,
    },
  });
}
