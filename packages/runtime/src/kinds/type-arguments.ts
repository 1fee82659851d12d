// Parameters of generic aliases, and what stands in their place: `list[T]` has (T,), and `list[T][int]` is `list[int]`. CPython's
// `_Py_make_parameters` and `_Py_subs_parameters`.

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { importModule } from "../importing/import-module.ts";
import { listFrom } from "../protocols/iterate.ts";
import { listItem, listLength } from "../object/list.ts";
import {
  Ellipsis,
  None,
  decref,
  isList,
  isTuple,
  isType,
  newRef,
  slotsOf,
  typeName,
  xdecref,
} from "../object/reference.ts";
import { internStr } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttributeString, getOptionalAttribute } from "../protocols/attributes.ts";
import { callOneArgument, callTwoArguments, callWith } from "../protocols/call.ts";
import { getItem } from "../protocols/subscript.ts";
import { reprText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type Runtime } from "../runtime.ts";

/** A tuple of owned references. */
export function tupleOfAll(rt: Runtime, items: readonly number[]): number {
  const tuple = newTuple(rt, items.length);
  items.forEach((it, index) => tupleInit(rt, tuple, index, it));
  return tuple;
}

/** What is in a tuple, borrowed. */
export function tupleContents(rt: Runtime, tuple: number): readonly number[] {
  return Array.from({ length: tupleLength(rt, tuple) }, (_, index) => tupleItem(rt, tuple, index));
}

/** What is in a tuple or list, borrowed. */
export function contentsOf(rt: Runtime, sequence: number): readonly number[] {
  if (isTuple(rt, sequence)) return tupleContents(rt, sequence);
  return Array.from({ length: listLength(rt, sequence) }, (_, index) => listItem(rt, sequence, index));
}

/** An attribute by its name: a new reference, 0 without it; -1 with an exception set. */
function lookUp(rt: Runtime, object: number, name: string): number {
  const key = internStr(rt, name);
  const value = getOptionalAttribute(rt, object, key);
  decref(rt, key);
  return value === 0 && errorOccurred(rt) !== 0 ? -1 : value;
}

/** `typing.name(…args)`: what the library does for the types here. New reference. */
export function callTyping(rt: Runtime, name: string, ...args: readonly number[]): number {
  const module = importModule(rt, "typing");
  const fn = module === 0 ? 0 : getAttributeString(rt, module, name);
  const result = fn === 0 ? 0 : callWith(rt, fn, ...args);
  xdecref(rt, fn);
  xdecref(rt, module);
  return result;
}

/** The parameters in arguments, each once: a new tuple. */
export function makeParameters(rt: Runtime, args: number): number {
  const found: number[] = [];
  const status = collect(rt, args, found);
  if (status === 0) return tupleOfAll(rt, found);
  for (const it of found) decref(rt, it);
  return 0;
}

function collect(rt: Runtime, args: number, found: number[]): number {
  const add = (parameter: number): void => {
    if (!found.includes(parameter)) found.push(newRef(rt, parameter));
  };
  for (const argument of tupleContents(rt, args)) {
    if ((argument & 1) !== 0 || isType(rt, argument)) continue;
    if (isTuple(rt, argument) || isList(rt, argument)) {
      const items = isTuple(rt, argument) ? newRef(rt, argument) : tupleOfList(rt, argument);
      const status = collect(rt, items, found);
      decref(rt, items);
      if (status < 0) return -1;
      continue;
    }
    const substitute = lookUp(rt, argument, "__typing_subst__");
    if (substitute < 0) return -1;
    if (substitute > 0) {
      decref(rt, substitute);
      add(argument);
      continue;
    }
    const inner = lookUp(rt, argument, "__parameters__");
    if (inner < 0) return -1;
    if (inner === 0) continue;
    if (isTuple(rt, inner)) tupleContents(rt, inner).forEach(add);
    decref(rt, inner);
  }
  return 0;
}

function tupleOfList(rt: Runtime, list: number): number {
  return tupleOfAll(
    rt,
    contentsOf(rt, list).map((it) => newRef(rt, it)),
  );
}

/** New arguments of `self`, with `item` in the place of its parameters: a new tuple; 0 with an exception set. */
export function substituteParameters(
  rt: Runtime,
  self: number,
  args: number,
  parameters: number,
  item: number,
): number {
  const { TypeError } = rt.types;
  const count = tupleLength(rt, parameters);
  const shown = (): string => reprText(rt, self) ?? "";
  if (count === 0) return setError(rt, TypeError, `${shown()} is not a generic class`);
  let given = unpackArguments(rt, item);
  for (const parameter of tupleContents(rt, parameters)) {
    const prepare = given === 0 ? -1 : lookUp(rt, parameter, "__typing_prepare_subst__");
    if (prepare > 0 && prepare !== None) {
      const prepared = callTwoArguments(rt, prepare, self, given);
      decref(rt, given);
      given = prepared === 0 || isTuple(rt, prepared) ? prepared : tupleOfAll(rt, [prepared]);
    }
    if (prepare > 0) decref(rt, prepare);
    if (prepare < 0) {
      xdecref(rt, given);
      return 0;
    }
  }
  if (given === 0) return 0;
  const actual = tupleLength(rt, given);
  let result = 0;
  if (actual === count) result = substituteAll(rt, args, parameters, given);
  else {
    const many = actual > count ? "many" : "few";
    setError(rt, TypeError, `Too ${many} arguments for ${shown()}; actual ${actual}, expected ${count}`);
  }
  decref(rt, given);
  return result;
}

/** Arguments as a tuple, with what `*tuple[…]` stands for in its place. */
function unpackArguments(rt: Runtime, item: number): number {
  const unpacked: number[] = [];
  for (const argument of isTuple(rt, item) ? tupleContents(rt, item) : [item]) {
    const inner =
      (argument & 1) !== 0 || isType(rt, argument) ? 0 : lookUp(rt, argument, "__typing_unpacked_tuple_args__");
    if (inner < 0) {
      for (const it of unpacked) decref(rt, it);
      return 0;
    }
    const parts = inner > 0 && isTuple(rt, inner) ? tupleContents(rt, inner) : null;
    if (parts !== null && parts.at(-1) !== Ellipsis) unpacked.push(...parts.map((it) => newRef(rt, it)));
    else unpacked.push(newRef(rt, argument));
    if (inner > 0) decref(rt, inner);
  }
  return tupleOfAll(rt, unpacked);
}

function substituteAll(rt: Runtime, args: number, parameters: number, given: number): number {
  const made: number[] = [];
  for (const argument of tupleContents(rt, args)) {
    if (substituteOne(rt, argument, parameters, given, made) === 0) continue;
    for (const it of made) decref(rt, it);
    return 0;
  }
  return tupleOfAll(rt, made);
}

/** Adds what comes of an argument. Status. */
function substituteOne(rt: Runtime, argument: number, parameters: number, given: number, made: number[]): number {
  if ((argument & 1) !== 0 || isType(rt, argument)) {
    made.push(newRef(rt, argument));
    return 0;
  }
  if (isTuple(rt, argument) || isList(rt, argument)) {
    const items = isTuple(rt, argument) ? newRef(rt, argument) : tupleOfList(rt, argument);
    const inner = substituteAll(rt, items, parameters, given);
    decref(rt, items);
    if (inner === 0) return -1;
    made.push(isTuple(rt, argument) ? inner : listFrom(rt, inner));
    if (!isTuple(rt, argument)) decref(rt, inner);
    return 0;
  }
  const marked = lookUp(rt, argument, "__typing_is_unpacked_typevartuple__");
  const isUnpacked = marked <= 0 ? marked : isTrue(rt, marked);
  if (marked > 0) decref(rt, marked);
  const substitute = isUnpacked < 0 ? -1 : lookUp(rt, argument, "__typing_subst__");
  if (substitute < 0) return -1;
  let value: number;
  if (substitute > 0) {
    const place = tupleContents(rt, parameters).indexOf(argument);
    value = callOneArgument(rt, substitute, tupleItem(rt, given, place));
    decref(rt, substitute);
  } else value = substituteInside(rt, argument, parameters, given);
  if (value === 0) return -1;
  if (isUnpacked === 0) {
    made.push(value);
    return 0;
  }
  const isExpanded = isTuple(rt, value);
  if (isExpanded) made.push(...tupleContents(rt, value).map((it) => newRef(rt, it)));
  else
    setError(
      rt,
      rt.types.TypeError,
      `expected __typing_subst__ of ${typeName(rt, argument)} objects to return a tuple, not ${typeName(rt, value)}`,
    );
  decref(rt, value);
  return isExpanded ? 0 : -1;
}

/** `argument[…]` with its parameters replaced; itself if it has none. */
function substituteInside(rt: Runtime, argument: number, parameters: number, given: number): number {
  const inner = lookUp(rt, argument, "__parameters__");
  if (inner < 0) return 0;
  if (inner === 0 || !isTuple(rt, inner) || tupleLength(rt, inner) === 0) {
    if (inner > 0) decref(rt, inner);
    return newRef(rt, argument);
  }
  const known = tupleContents(rt, parameters);
  const parts: number[] = [];
  for (const parameter of tupleContents(rt, inner)) {
    const place = known.indexOf(parameter);
    const value = place < 0 ? parameter : tupleItem(rt, given, place);
    if (place >= 0 && slotsOf(rt, parameter).iter !== null && isTuple(rt, value))
      parts.push(...tupleContents(rt, value).map((it) => newRef(rt, it)));
    else parts.push(newRef(rt, value));
  }
  decref(rt, inner);
  const key = tupleOfAll(rt, parts);
  const result = getItem(rt, argument, key);
  decref(rt, key);
  return result;
}
