// BaseException and all builtin exception classes.
//
// Extra attributes of particular classes are references by name in the exception's state (`exceptions/exception-state.ts`); a row of a
// table says which attributes a class has and what they are before they are set.

import { argumentTypeName } from "../builtins/arguments.ts";
import { isSubtype } from "../types/subtype.ts";
import { setExceptionState, getExceptionState } from "../exceptions/exception-state.ts";
import { fail, setError } from "../exceptions/errors.ts";
import { exceptionHierarchy, type ExceptionName } from "../exceptions/hierarchy.ts";
import { FixedType } from "../layout/memory-map.ts";
import { ExceptionObject, LayoutKind, TypeFlag, TypeObject } from "../layout/objects.ts";
import {
  dictCopy,
  dictGetName,
  dictLength,
  dictNext,
  dictPosition,
  dictSet,
  entryKey,
  entryValue,
  newDict,
} from "../object/dict.ts";
import { instanceDictionary } from "../object/instance-dict.ts";
import { listAppend, newList } from "../object/list.ts";
import { newInt } from "../object/int.ts";
import { allocate } from "../object/new-object.ts";
import {
  False,
  None,
  True,
  decref,
  emptyTuple,
  incref,
  isDict,
  isExceptionInstance,
  isList,
  isStr,
  newRef,
  pyBool,
  slotsOf,
  smallInt,
  typeInfo,
  typeName,
  typeOf,
  xdecref,
} from "../object/reference.ts";
import { internStr, newStr, strValue } from "../object/str.ts";
import { tupleFromMemory, tupleItem, tupleLength, tupleOf, tupleSlice } from "../object/tuple.ts";
import { setAttribute } from "../protocols/attributes.ts";
import { indexNumber } from "../protocols/number.ts";
import { reprObject, reprText, strObject, strText } from "../protocols/text.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { getItem } from "../protocols/subscript.ts";
import { type Runtime } from "../runtime.ts";
import { type GetSetSpecification, getset, method, field } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { type TypeSpecification } from "../types/type-specification.ts";
import { type InitSlot, type Slots } from "../types/slots.ts";
import { instanceDictAccess } from "./object-type.ts";

const layout = ExceptionObject;

/** The `args` of an exception, borrowed. */
export function exceptionArguments(rt: Runtime, exception: number): number {
  return rt.heap.load(exception + layout.arguments.offset) || emptyTuple;
}

function setReference(rt: Runtime, exception: number, field: { readonly offset: number }, value: number): void {
  const old = rt.heap.load(exception + field.offset);
  if (value !== 0) incref(rt, value);
  rt.heap.store(exception + field.offset, value);
  xdecref(rt, old);
}

function newBase(rt: Runtime, type: number, args: number, count: number): number {
  const exception = allocate(rt, type);
  rt.heap.store(exception + layout.arguments.offset, tupleFromMemory(rt, args, count));
  return exception;
}

function initBase(rt: Runtime, self: number, args: number, count: number, kwnames: number): number {
  if (kwnames !== 0 && tupleLength(rt, kwnames) > 0)
    return fail(rt, rt.types.TypeError, `${typeName(rt, self)}() takes no keyword arguments`);
  // `__new__` was given the same, most of the time.
  const former = exceptionArguments(rt, self);
  let same = tupleLength(rt, former) === count ? 0 : -1;
  while (same >= 0 && same < count)
    same = tupleItem(rt, former, same) === rt.heap.load(args + 4 * same) ? same + 1 : -1;
  if (same >= 0) return 0;
  const tuple = tupleFromMemory(rt, args, count);
  setReference(rt, self, layout.arguments, tuple);
  decref(rt, tuple);
  return 0;
}

/** What an exception has besides its arguments, as a dict; 0: nothing. */
function exceptionState(rt: Runtime, self: number, type: number): number {
  const dict = instanceDictionary(rt, self);
  let state = dictLength(rt, dict) === 0 ? 0 : newRef(rt, dict);
  const isAttribute = isSubtype(rt, type, rt.types.AttributeError);
  if (isAttribute || isSubtype(rt, type, rt.types.ImportError)) {
    // The object that has no such attribute stays here: it may be none that can be pickled.
    const extra = isAttribute ? ["name", "args"] : ["name", "path", "name_from"];
    for (const name of extra) {
      const value = name === "args" ? exceptionArguments(rt, self) : getExceptionState(rt, self, name);
      if (value === 0 || value === None) continue;
      const merged = state === 0 ? newDict(rt) : dictCopy(rt, state);
      const key = internStr(rt, name);
      dictSet(rt, merged, key, value);
      decref(rt, key);
      if (state !== 0) decref(rt, state);
      state = merged;
    }
  }
  return state;
}

/** `(class, arguments[, dict])`; what an OSError or ImportError was given besides is in there, too. */
function reduceException(rt: Runtime, self: number): number {
  const type = typeOf(rt, self);
  const state = exceptionState(rt, self, type);
  const args = reducedArguments(rt, self, type);
  return state === 0 ? tupleOf(rt, newRef(rt, type), args) : tupleOf(rt, newRef(rt, type), args, state);
}

function reducedArguments(rt: Runtime, self: number, type: number): number {
  const args = exceptionArguments(rt, self);
  const filename = getExceptionState(rt, self, "filename");
  if (!isSubtype(rt, type, rt.types.OSError) || tupleLength(rt, args) !== 2 || filename === 0 || filename === None)
    return newRef(rt, args);
  const other = getExceptionState(rt, self, "filename2");
  const first = [tupleItem(rt, args, 0), tupleItem(rt, args, 1), filename].map((it) => newRef(rt, it));
  return other === 0 || other === None ? tupleOf(rt, ...first) : tupleOf(rt, ...first, None, newRef(rt, other));
}

/** Sets the attributes of a dict. */
function setState(rt: Runtime, self: number, state: number): number {
  if (state === None) return None;
  if (!isDict(rt, state)) return setError(rt, rt.types.TypeError, "state is not a dictionary");
  for (let position = 0; ;) {
    const entry = dictNext(rt, state, position);
    if (entry === 0) return None;
    position = dictPosition(rt, state, entry) + 1;
    const key = newRef(rt, entryKey(rt, entry));
    const value = newRef(rt, entryValue(rt, entry));
    const status = setAttribute(rt, self, key, value);
    decref(rt, key);
    decref(rt, value);
    if (status < 0) return 0;
  }
}

/** Uses an object that the exception may lose meanwhile. */
function holding<T>(rt: Runtime, object: number, use: (rt: Runtime, object: number) => T): T {
  newRef(rt, object);
  const result = use(rt, object);
  decref(rt, object);
  return result;
}

function argumentsStr(rt: Runtime, args: number): number {
  switch (tupleLength(rt, args)) {
    case 0:
      return newStr(rt, "");
    case 1:
      return strObject(rt, tupleItem(rt, args, 0));
    default:
      return strObject(rt, args);
  }
}

function baseStr(rt: Runtime, self: number): number {
  return holding(rt, exceptionArguments(rt, self), argumentsStr);
}

function baseRepr(rt: Runtime, self: number): number {
  const args = exceptionArguments(rt, self);
  const name = typeInfo(rt, typeOf(rt, self)).name;
  const isSingle = tupleLength(rt, args) === 1;
  const text = holding(rt, args, (_, it) => reprText(rt, isSingle ? tupleItem(rt, it, 0) : it));
  if (text === null) return 0;
  return newStr(rt, isSingle ? `${name}(${text})` : `${name}${text}`);
}

/** An attribute that holds an exception or None. */
function linkAttribute(name: string, field: { readonly offset: number }, alsoSuppress: boolean): GetSetSpecification {
  return getset(
    (rt, self) => newRef(rt, rt.heap.load(self + field.offset) || None),
    (rt, self, value) => {
      if (value === 0) return fail(rt, rt.types.TypeError, `${name} may not be deleted`);
      if (value !== None && !isExceptionInstance(rt, value))
        return fail(
          rt,
          rt.types.TypeError,
          `exception ${name.replaceAll("_", "")} must be None or derive from BaseException`,
        );
      setReference(rt, self, field, value === None ? 0 : value);
      if (alsoSuppress) rt.heap.store(self + layout.suppressContext.offset, 1);
      return 0;
    },
  );
}

function addNote(rt: Runtime, self: number, note: number): number {
  if (!isStr(rt, note))
    return setError(rt, rt.types.TypeError, `add_note() argument must be str, not ${argumentTypeName(rt, note)}`);
  const dict = instanceDictionary(rt, self);
  let notes = dictGetName(rt, dict, rt.names.__notes__);
  if (notes === 0) {
    notes = newList(rt);
    dictSet(rt, dict, rt.names.__notes__, notes);
    decref(rt, notes);
  } else if (!isList(rt, notes)) return setError(rt, rt.types.TypeError, "Cannot add note: __notes__ is not a list");
  listAppend(rt, notes, note);
  return None;
}

function withTraceback(rt: Runtime, self: number, traceback: number): number {
  return setTraceback(rt, self, traceback) < 0 ? 0 : newRef(rt, self);
}

function setTraceback(rt: Runtime, self: number, value: number): number {
  if (value === 0) return fail(rt, rt.types.TypeError, "__traceback__ may not be deleted");
  if (value !== None && typeOf(rt, value) !== rt.types.traceback)
    return fail(rt, rt.types.TypeError, "__traceback__ must be a traceback or None");
  setReference(rt, self, layout.traceback, value === None ? 0 : value);
  return 0;
}

function defineBaseException(rt: Runtime): void {
  defineType(rt, {
    name: "BaseException",
    address: FixedType.BaseException,
    layout: LayoutKind.EXCEPTION,
    size: layout.size,
    dictOffset: layout.dict.offset,
    flags: TypeFlag.EXCEPTION_SUBCLASS | TypeFlag.PLAIN_EXCEPTION,
    slots: {
      new: newBase,
      init: initBase,
      str: baseStr,
      repr: baseRepr,
    },
    methods: {
      add_note: method("($self, note, /)", (rt_, self, note) => addNote(rt_, self, note)),
      with_traceback: method("($self, object, /)", (rt_, self, traceback) => withTraceback(rt_, self, traceback)),
      __reduce__: method("($self, /)", reduceException),
      __setstate__: method("($self, state, /)", setState),
    },
    getset: {
      args: getset(
        (rt_, self) => newRef(rt_, exceptionArguments(rt_, self)),
        (rt_, self, value) => {
          if (value === 0) return fail(rt_, rt_.types.TypeError, "args may not be deleted");
          const tuple = tupleFrom(rt_, value);
          if (tuple === 0) return -1;
          setReference(rt_, self, layout.arguments, tuple);
          decref(rt_, tuple);
          return 0;
        },
      ),
      __traceback__: getset(
        (rt_, self) => newRef(rt_, rt_.heap.load(self + layout.traceback.offset) || None),
        setTraceback,
      ),
      __context__: linkAttribute("__context__", layout.context, false),
      __cause__: linkAttribute("__cause__", layout.cause, true),
      __suppress_context__: field(
        (rt_, self) => pyBool(rt_.heap.load(self + layout.suppressContext.offset) !== 0),
        (rt_, self, value) => {
          rt_.heap.store(self + layout.suppressContext.offset, value === True ? 1 : 0);
          return value === True || value === False
            ? 0
            : fail(rt_, rt_.types.TypeError, "attribute value type must be bool");
        },
      ),
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
    },
  });
}

/** A state attribute; unset it reads as None. */
function stateAttribute(name: string): GetSetSpecification {
  return field(
    (rt, self) => newRef(rt, getExceptionState(rt, self, name) || None),
    (rt, self, value) => {
      setExceptionState(rt, self, name, value);
      return 0;
    },
  );
}

/** `__init__` of classes with keyword-only attributes: they go to the state, the rest to `args`. */
function keywordInit(owner: string, names: readonly string[]): InitSlot {
  return (rt, self, args, count, kwnames) => {
    const given = kwnames === 0 ? 0 : tupleLength(rt, kwnames);
    if (initBase(rt, self, args, count, 0) < 0) return -1;
    if (given > names.length) {
      const plural = names.length === 1 ? "" : "s";
      const text = `takes at most ${names.length} keyword argument${plural} (${given} given)`;
      return fail(rt, rt.types.TypeError, `${owner}() ${text}`);
    }
    for (const name of names) setExceptionState(rt, self, name, 0);
    for (let index = 0; index < given; index++) {
      const name = strValue(rt, tupleItem(rt, kwnames, index));
      if (!names.includes(name))
        return fail(rt, rt.types.TypeError, `${owner}() got an unexpected keyword argument '${name}'`);
      setExceptionState(rt, self, name, rt.heap.load(args + 4 * (count + index)));
    }
    return 0;
  };
}

const stopIterationInit: InitSlot = (rt, self, args, count, kwnames) => {
  if (initBase(rt, self, args, count, kwnames) < 0) return -1;
  setExceptionState(rt, self, "value", count > 0 ? rt.heap.load(args) : None);
  return 0;
};

const systemExitInit: InitSlot = (rt, self, args, count, kwnames) => {
  if (initBase(rt, self, args, count, kwnames) < 0) return -1;
  setExceptionState(
    rt,
    self,
    "code",
    count === 0 ? None : count === 1 ? rt.heap.load(args) : exceptionArguments(rt, self),
  );
  return 0;
};

const importErrorInit: InitSlot = (rt, self, args, count, kwnames) => {
  if (keywordInit("ImportError", ["name", "path", "name_from"])(rt, self, args, count, kwnames) < 0) return -1;
  setExceptionState(rt, self, "msg", count === 1 ? rt.heap.load(args) : 0);
  return 0;
};

const syntaxErrorInit: InitSlot = (rt, self, args, count, kwnames) => {
  if (initBase(rt, self, args, count, kwnames) < 0) return -1;
  if (count > 0) setExceptionState(rt, self, "msg", rt.heap.load(args));
  if (count !== 2) return 0;
  const info = tupleFrom(rt, rt.heap.load(args + 4));
  if (info === 0) return -1;
  const given = tupleLength(rt, info);
  if (given < 4 || given > 7) {
    decref(rt, info);
    return fail(
      rt,
      rt.types.TypeError,
      `function takes at ${given < 4 ? "least 4" : "most 7"} arguments (${given} given)`,
    );
  }
  ["filename", "lineno", "offset", "text", "end_lineno", "end_offset", "_metadata"].forEach((name, index) => {
    if (index < tupleLength(rt, info)) setExceptionState(rt, self, name, tupleItem(rt, info, index));
  });
  decref(rt, info);
  return given === 5 ? fail(rt, rt.types.TypeError, "end_offset must be provided when end_lineno is provided") : 0;
};

/** Whether the object of a UnicodeError is what it must be; if not, TypeError is set. */
function isTextual(rt: Runtime, kind: "bytes" | "str", object: number, position: number): boolean {
  if (kind === "str" ? isStr(rt, object) : slotsOf(rt, object).buffer !== null) return true;
  const name = typeName(rt, object);
  setError(
    rt,
    rt.types.TypeError,
    kind === "str"
      ? `argument ${position} must be str, not ${object === None ? "None" : name}`
      : `a bytes-like object is required, not '${name}'`,
  );
  return false;
}

const unicodeInit =
  (names: readonly string[]): InitSlot =>
  (rt, self, args, count, kwnames) => {
    if (initBase(rt, self, args, count, kwnames) < 0) return -1;
    if (count !== names.length)
      return fail(rt, rt.types.TypeError, `function takes exactly ${names.length} arguments (${count} given)`);
    // The bytes are asked for their buffer after all of the others.
    const isDecode = isSubtype(rt, typeOf(rt, self), rt.types.UnicodeDecodeError);
    for (const [index, name] of names.entries()) {
      const value = rt.heap.load(args + 4 * index);
      if (name === "start" || name === "end") {
        if (indexNumber(rt, value) === null) return -1;
      } else if (!(isDecode && name === "object") && !isTextual(rt, "str", value, index + 1)) return -1;
    }
    if (isDecode && !isTextual(rt, "bytes", rt.heap.load(args + 4), 2)) return -1;
    names.forEach((name, index) => setExceptionState(rt, self, name, rt.heap.load(args + 4 * index)));
    return 0;
  };

const osErrorInit: InitSlot = (rt, self, args, count, kwnames) => {
  if (initBase(rt, self, args, count, kwnames) < 0) return -1;
  if (count < 2 || count > 5) return 0;
  setExceptionState(rt, self, "errno", rt.heap.load(args));
  setExceptionState(rt, self, "strerror", rt.heap.load(args + 4));
  const filename = count > 2 ? rt.heap.load(args + 8) : None;
  if (typeOf(rt, self) === rt.types.BlockingIOError && isNumber(rt, filename)) {
    return setCharactersWritten(rt, self, filename);
  }
  if (filename !== None) {
    setExceptionState(rt, self, "filename", filename);
    if (count > 4) setExceptionState(rt, self, "filename2", rt.heap.load(args + 16));
    const pair = tupleSlice(rt, exceptionArguments(rt, self), 0, 2);
    setReference(rt, self, layout.arguments, pair);
    decref(rt, pair);
  }
  return 0;
};

function isNumber(rt: Runtime, object: number): boolean {
  const { index, int, float } = slotsOf(rt, object);
  return index !== null || int !== null || float !== null;
}

/** `OSError.characters_written`, which is missing until it is set. Status. */
function setCharactersWritten(rt: Runtime, self: number, value: number): number {
  const name = "characters_written";
  if (value === 0 && getExceptionState(rt, self, name) === 0) return fail(rt, rt.types.AttributeError, name);
  const count = value === 0 ? 0 : indexNumber(rt, value, rt.types.ValueError);
  if (count === null) return -1;
  const number = value === 0 ? 0 : newInt(rt, count);
  setExceptionState(rt, self, name, number);
  if (number !== 0) decref(rt, number);
  return 0;
}

function charactersWritten(rt: Runtime, self: number): number {
  const value = getExceptionState(rt, self, "characters_written");
  return value === 0 ? setError(rt, rt.types.AttributeError, "characters_written") : newRef(rt, value);
}

/** Which subclass of OSError an errno means. */
const osErrorByNumber: Readonly<Record<number, ExceptionName>> = {
  1: "PermissionError",
  2: "FileNotFoundError",
  3: "ProcessLookupError",
  4: "InterruptedError",
  10: "ChildProcessError",
  11: "BlockingIOError",
  13: "PermissionError",
  17: "FileExistsError",
  20: "NotADirectoryError",
  21: "IsADirectoryError",
  32: "BrokenPipeError",
  103: "ConnectionAbortedError",
  104: "ConnectionResetError",
  110: "TimeoutError",
  111: "ConnectionRefusedError",
};

function newOsError(rt: Runtime, type: number, args: number, count: number): number {
  const number = count >= 2 && count <= 5 ? rt.heap.load(args) : 0;
  const name = type === rt.types.OSError && (number & 1) !== 0 ? osErrorByNumber[number >> 1] : undefined;
  return newBase(rt, name === undefined ? type : rt.types[name], args, count);
}

function osErrorStr(rt: Runtime, self: number): number {
  const number = getExceptionState(rt, self, "errno");
  const message = getExceptionState(rt, self, "strerror");
  if (number === 0 || message === 0) return baseStr(rt, self);
  const filename = getExceptionState(rt, self, "filename");
  const second = getExceptionState(rt, self, "filename2");
  // All are held: the texts may come from Python code that sets them anew.
  const parts = tupleOf(rt, ...[number, message, filename || None, second || None].map((it) => newRef(rt, it)));
  const texts: (string | null)[] = [];
  for (let index = 0; index < 4; index++) {
    const part = tupleItem(rt, parts, index);
    if (index >= 2 && part === None) break;
    texts.push(index < 2 ? strText(rt, part) : reprText(rt, part));
    if (texts[index] === null) break;
  }
  decref(rt, parts);
  if (texts.includes(null)) return 0;
  const [errno, strerror, ...names] = texts;
  const head = `[Errno ${errno ?? ""}] ${strerror ?? ""}`;
  return newStr(rt, names.length === 0 ? head : `${head}: ${names.join(" -> ")}`);
}

function keyErrorStr(rt: Runtime, self: number): number {
  const args = exceptionArguments(rt, self);
  if (tupleLength(rt, args) !== 1) return baseStr(rt, self);
  return holding(rt, tupleItem(rt, args, 0), reprObject);
}

function importErrorStr(rt: Runtime, self: number): number {
  const message = getExceptionState(rt, self, "msg");
  return message !== 0 && isStr(rt, message) ? newRef(rt, message) : baseStr(rt, self);
}

function syntaxErrorStr(rt: Runtime, self: number): number {
  const message = holding(rt, getExceptionState(rt, self, "msg") || None, strText);
  if (message === null) return 0;
  const filename = getExceptionState(rt, self, "filename");
  const line = getExceptionState(rt, self, "lineno");
  const file = filename !== 0 && isStr(rt, filename) ? strValue(rt, filename).split("/").pop() : undefined;
  const hasLine = (line & 1) !== 0;
  if (file !== undefined && hasLine) return newStr(rt, `${message} (${file}, line ${line >> 1})`);
  if (file !== undefined) return newStr(rt, `${message} (${file})`);
  return newStr(rt, hasLine ? `${message} (line ${line >> 1})` : message);
}

function unicodeErrorStr(rt: Runtime, self: number): number {
  const get = (name: string): string => strText(rt, getExceptionState(rt, self, name) || None) ?? "";
  const start = getExceptionState(rt, self, "start");
  const end = getExceptionState(rt, self, "end");
  const object = getExceptionState(rt, self, "object");
  if (object === 0 || (start & 1) === 0 || (end & 1) === 0) return newStr(rt, "");
  const from = start >> 1;
  const to = (end >> 1) - 1;
  const isDecode = isSubtype(rt, typeOf(rt, self), rt.types.UnicodeDecodeError);
  const verb = isDecode ? "decode" : "encode";
  const isTranslation = isSubtype(rt, typeOf(rt, self), rt.types.UnicodeTranslateError);
  if ((object & 1) !== 0 || !isSubtype(rt, typeOf(rt, object), isDecode ? FixedType.bytes : FixedType.str)) {
    const wanted = isDecode ? "bytes" : "string";
    return setError(rt, rt.types.TypeError, `UnicodeError 'object' attribute must be a ${wanted}`);
  }
  if (from !== to && isTranslation)
    return newStr(rt, `can't translate characters in position ${from}-${to}: ${get("reason")}`);
  if (from !== to)
    return newStr(
      rt,
      `'${get("encoding")}' codec can't ${verb} ${isDecode ? "bytes" : "characters"} in position ${from}-${to}: ${get("reason")}`,
    );
  const unit = getItem(rt, object, smallInt(from));
  if (unit === 0) return 0;
  const bad =
    (unit & 1) !== 0
      ? `0x${(unit >> 1).toString(16).padStart(2, "0")}`
      : escapedCharacter(strValue(rt, unit).codePointAt(0) ?? 0);
  decref(rt, unit);
  if (isTranslation) return newStr(rt, `can't translate character ${bad} in position ${from}: ${get("reason")}`);
  return newStr(
    rt,
    `'${get("encoding")}' codec can't ${verb} ${isDecode ? "byte" : "character"} ${bad} in position ${from}: ${get("reason")}`,
  );
}

function escapedCharacter(point: number): string {
  const hex = point.toString(16);
  return point < 0x100
    ? `'\\x${hex.padStart(2, "0")}'`
    : point < 0x10000
      ? `'\\u${hex.padStart(4, "0")}'`
      : `'\\U${hex.padStart(8, "0")}'`;
}

/** What differs from the base, by class. */
function particulars(name: ExceptionName): {
  readonly slots?: Partial<Slots>;
  readonly attributes?: readonly string[];
} {
  switch (name) {
    case "StopIteration":
      return { slots: { init: stopIterationInit }, attributes: ["value"] };
    case "SystemExit":
      return { slots: { init: systemExitInit }, attributes: ["code"] };
    case "AttributeError":
      return { slots: { init: keywordInit("AttributeError", ["name", "obj"]) }, attributes: ["name", "obj"] };
    case "NameError":
      return { slots: { init: keywordInit("NameError", ["name"]) }, attributes: ["name"] };
    case "ImportError":
      return {
        slots: { init: importErrorInit, str: importErrorStr },
        attributes: ["msg", "name", "path", "name_from"],
      };
    case "KeyError":
      return { slots: { str: keyErrorStr } };
    case "OSError":
      return {
        slots: { new: newOsError, init: osErrorInit, str: osErrorStr },
        attributes: ["errno", "strerror", "filename", "filename2"],
      };
    case "SyntaxError":
      return {
        slots: { init: syntaxErrorInit, str: syntaxErrorStr },
        attributes: [
          "msg",
          "filename",
          "lineno",
          "offset",
          "text",
          "end_lineno",
          "end_offset",
          "print_file_and_line",
          "_metadata",
        ],
      };
    case "UnicodeDecodeError":
    case "UnicodeEncodeError":
      return {
        slots: { init: unicodeInit(["encoding", "object", "start", "end", "reason"]), str: unicodeErrorStr },
        attributes: ["encoding", "object", "start", "end", "reason"],
      };
    case "UnicodeTranslateError":
      return {
        slots: { init: unicodeInit(["object", "start", "end", "reason"]), str: unicodeErrorStr },
        attributes: ["object", "start", "end", "reason"],
      };
    default:
      return {};
  }
}

/** Defines every builtin exception class but the groups. */
export function defineExceptions(rt: Runtime): void {
  defineBaseException(rt);
  for (const [name, base] of exceptionHierarchy) {
    if (name === "BaseExceptionGroup") continue;
    const { slots, attributes } = particulars(name);
    const type = base === "BaseException" ? FixedType.BaseException : rt.types[base];
    const isPlain = slots?.new === undefined && slots?.init === undefined;
    const spec: TypeSpecification = {
      name,
      ...(name === "AttributeError" && {
        methods: {
          __getstate__: method(
            "($self, /)",
            (rt_, self) => exceptionState(rt_, self, typeOf(rt_, self)) || newRef(rt_, None),
          ),
        },
      }),
      register: name,
      base: type,
      flags: isPlain ? rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.PLAIN_EXCEPTION : 0,
      ...(slots === undefined ? {} : { slots }),
      getset: {
        ...Object.fromEntries((attributes ?? []).map((it) => [it, stateAttribute(it)])),
        ...(name === "OSError" && { characters_written: getset(charactersWritten, setCharactersWritten) }),
      },
    };
    defineType(rt, spec);
  }
}

/** Names and addresses of all exception classes, for the builtins. */
export function exceptionTypes(rt: Runtime): readonly (readonly [name: string, type: number])[] {
  return [
    ["BaseException", FixedType.BaseException],
    ...exceptionHierarchy.map(([name]) => [name, rt.types[name]] as const),
    ["ExceptionGroup", rt.types.ExceptionGroup],
  ];
}
