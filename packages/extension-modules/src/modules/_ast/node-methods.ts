// What instances of `AST` do: taking fields as arguments, showing them, being copied.

import {
  type BuiltinSpecification,
  None,
  type Runtime,
  callTuple,
  containsItem,
  decref,
  dictGet,
  dictLength,
  dictNext,
  dictPosition,
  dictSet,
  emptyTuple,
  entryKey,
  entryValue,
  errorOccurred,
  forEach,
  getAttribute,
  getAttributeString,
  getOptionalAttribute,
  internStr,
  isList,
  isStr,
  isSubtype,
  isTuple,
  listItem,
  listLength,
  method,
  newDict,
  newList,
  newRef,
  newStr,
  newTuple,
  reprText,
  setAttribute,
  setError,
  strValue,
  tupleFrom,
  tupleInit,
  tupleItem,
  tupleLength,
  tupleOf,
  typeInfo,
  typeOf,
  warn,
  xdecref,
} from "@tjit/runtime/api";
import { type NodeClasses } from "./classes.ts";

/** The methods by name. */
export function nodeMethods(classes: NodeClasses): Readonly<Record<string, BuiltinSpecification>> {
  return {
    __init__: method("($self, /, *args, **kwargs)", (rt, self, args, kwargs) =>
      initialize(rt, classes, self, args, kwargs) < 0 ? 0 : None,
    ),
    __repr__: method("($self, /)", (rt, self) => {
      const text = nodeText(rt, classes, self, shownDepth);
      return text === null ? 0 : newStr(rt, text);
    }),
    __reduce__: method("($self, /)", reduce),
    __replace__: method("($self, /, **fields)", (rt, self, changes) => replace(rt, self, changes)),
  };
}

/** `_fields` of an object's class, as a new tuple; 0 with an exception set. */
function fieldNames(rt: Runtime, self: number): number {
  const value = getAttributeString(rt, typeOf(rt, self), "_fields");
  if (value === 0) return 0;
  const names = tupleFrom(rt, value);
  decref(rt, value);
  return names;
}

function deprecated(rt: Runtime, message: string): number {
  return warn(rt, rt.types.DeprecationWarning, message);
}

function initialize(rt: Runtime, classes: NodeClasses, self: number, args: number, kwargs: number): number {
  const names = fieldNames(rt, self);
  if (names === 0) return -1;
  const status = setFields(rt, classes, self, names, args, kwargs);
  decref(rt, names);
  return status;
}

function setFields(
  rt: Runtime,
  classes: NodeClasses,
  self: number,
  names: number,
  args: number,
  kwargs: number,
): number {
  const { name: shown } = typeInfo(rt, typeOf(rt, self));
  const count = tupleLength(rt, names);
  const given = tupleLength(rt, args);
  const fail = (message: string): -1 => {
    setError(rt, rt.types.TypeError, message);
    return -1;
  };
  if (given > count)
    return fail(`${shown} constructor takes at most ${count} positional argument${count === 1 ? "" : "s"}`);
  const remaining = new Set(Array.from({ length: count }, (_, index) => strValue(rt, tupleItem(rt, names, index))));
  const known = new Set(remaining);
  for (let index = 0; index < given; index++) {
    const name = tupleItem(rt, names, index);
    if (setAttribute(rt, self, name, tupleItem(rt, args, index)) < 0) return -1;
    remaining.delete(strValue(rt, name));
  }
  for (let entry = kwargs === 0 ? 0 : dictNext(rt, kwargs, 0); entry !== 0;) {
    const key = entryKey(rt, entry);
    const name = strValue(rt, key);
    const next = dictPosition(rt, kwargs, entry) + 1;
    if (known.has(name)) {
      if (!remaining.delete(name)) return fail(`${shown} got multiple values for argument '${name}'`);
    } else if (!isAttribute(rt, self, key)) {
      const message = `${shown}.__init__ got an unexpected keyword argument '${name}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.`;
      if (errorOccurred(rt) !== 0 || deprecated(rt, message) < 0) return -1;
    }
    if (setAttribute(rt, self, key, entryValue(rt, entry)) < 0) return -1;
    entry = dictNext(rt, kwargs, next);
  }
  return remaining.size === 0 ? 0 : setMissing(rt, classes, self, shown, remaining);
}

function isAttribute(rt: Runtime, self: number, name: number): boolean {
  const attributes = getAttributeString(rt, typeOf(rt, self), "_attributes");
  const isThere = attributes !== 0 && containsItem(rt, attributes, name) > 0;
  xdecref(rt, attributes);
  return isThere;
}

/** Fields that were not given: lists are empty, contexts are Load, optional ones None by their class. */
function setMissing(
  rt: Runtime,
  { types, singletons }: NodeClasses,
  self: number,
  shown: string,
  remaining: ReadonlySet<string>,
): number {
  const fieldTypes = getAttributeString(rt, typeOf(rt, self), "_field_types");
  if (fieldTypes === 0) return -1;
  let status = 0;
  for (const field of remaining) {
    const name = internStr(rt, field);
    const type = status < 0 ? 0 : dictGet(rt, fieldTypes, name);
    if (status < 0) {
      decref(rt, name);
      break;
    }
    if (type === 0) {
      status = deprecated(
        rt,
        `Field '${field}' is missing from ${shown}._field_types. This will become an error in Python 3.15.`,
      );
    } else if (typeOf(rt, type) === rt.types.genericAlias) {
      const list = newList(rt);
      status = setAttribute(rt, self, name, list);
      decref(rt, list);
    } else if (type === types.get("expr_context")) {
      status = setAttribute(rt, self, name, singletons.get("Load") ?? None);
    } else if (typeOf(rt, type) !== rt.types.union) {
      status = deprecated(
        rt,
        `${shown}.__init__ missing 1 required positional argument: '${field}'. This will become an error in Python 3.15.`,
      );
    }
    decref(rt, name);
  }
  decref(rt, fieldTypes);
  return status;
}

/** Nodes below this depth are shown as `Name(...)`. */
const shownDepth = 3;

function nodeText(rt: Runtime, classes: NodeClasses, self: number, depth: number): string | null {
  const { name } = typeInfo(rt, typeOf(rt, self));
  if (depth <= 0) return `${name}(...)`;
  const names = fieldNames(rt, self);
  if (names === 0) return null;
  const parts: string[] = [];
  for (let index = 0; index < tupleLength(rt, names); index++) {
    const field = tupleItem(rt, names, index);
    const value = getAttribute(rt, self, field);
    const text = value === 0 ? null : valueText(rt, classes, value, depth - 1);
    xdecref(rt, value);
    if (text === null) {
      decref(rt, names);
      return null;
    }
    parts.push(`${strValue(rt, field)}=${text}`);
  }
  decref(rt, names);
  return `${name}(${parts.join(", ")})`;
}

function valueText(rt: Runtime, classes: NodeClasses, value: number, depth: number): string | null {
  if ((value & 1) === 0 && isSubtype(rt, typeOf(rt, value), classes.root)) return nodeText(rt, classes, value, depth);
  if (!isList(rt, value) && !isTuple(rt, value)) return reprText(rt, value);
  const count = isList(rt, value) ? listLength(rt, value) : tupleLength(rt, value);
  const item = (index: number): number =>
    isList(rt, value) ? listItem(rt, value, index) : tupleItem(rt, value, index);
  const [open, close] = isList(rt, value) ? "[]" : "()";
  // The first and the last one stand for all.
  const texts = (count <= 1 ? [0] : [0, count - 1])
    .slice(0, count)
    .map((index) => valueText(rt, classes, item(index), depth));
  if (texts.includes(null)) return null;
  return `${open ?? ""}${texts.join(count > 2 ? ", ..., " : ", ")}${close ?? ""}`;
}

function dictOf(rt: Runtime, self: number): number {
  const dict = getOptionalAttribute(rt, self, rt.names.__dict__);
  return dict !== 0 || errorOccurred(rt) !== 0 ? dict : newDict(rt);
}

/** (class, None for each leading field that there is, everything): so that none is missed before the state is set. */
function reduce(rt: Runtime, self: number): number {
  const dict = dictOf(rt, self);
  const names = dict === 0 ? 0 : fieldNames(rt, self);
  if (names === 0) {
    xdecref(rt, dict);
    return 0;
  }
  let leading = 0;
  while (leading < tupleLength(rt, names) && dictGet(rt, dict, tupleItem(rt, names, leading)) !== 0) leading++;
  decref(rt, names);
  const args = newTuple(rt, leading);
  for (let index = 0; index < leading; index++) tupleInit(rt, args, index, newRef(rt, None));
  return tupleOf(rt, newRef(rt, typeOf(rt, self)), args, dict);
}

/** `copy.replace`: fields and attributes, some of them others. */
function replace(rt: Runtime, self: number, changes: number): number {
  const { TypeError } = rt.types;
  const type = typeOf(rt, self);
  const names = fieldNames(rt, self);
  const attributes = names === 0 ? 0 : getAttributeString(rt, type, "_attributes");
  if (attributes === 0) {
    xdecref(rt, names);
    return 0;
  }
  const fields: string[] = [];
  const all: string[] = [];
  const collectInto =
    (list: string[]) =>
    (name: number): number => {
      if (isStr(rt, name)) list.push(strValue(rt, name));
      return 0;
    };
  forEach(rt, names, collectInto(fields));
  forEach(rt, attributes, collectInto(all));
  all.unshift(...fields);
  decref(rt, names);
  decref(rt, attributes);
  const dict = dictOf(rt, self);
  const keywords = newDict(rt);
  const missing: string[] = [];
  const put = (name: string, source: number): boolean => {
    const key = internStr(rt, name);
    const value = source === 0 ? 0 : dictGet(rt, source, key);
    if (value !== 0) dictSet(rt, keywords, key, value);
    decref(rt, key);
    return value !== 0;
  };
  for (const name of all) {
    const isGiven = put(name, changes) || put(name, dict);
    if (!isGiven && fields.includes(name) && !hasDefault(rt, type, name)) missing.push(name);
  }
  let unknown = "";
  for (
    let entry = changes === 0 ? 0 : dictNext(rt, changes, 0);
    entry !== 0;
    entry = dictNext(rt, changes, dictPosition(rt, changes, entry) + 1)
  ) {
    const name = strValue(rt, entryKey(rt, entry));
    if (!all.includes(name)) unknown ||= name;
  }
  const { name: shown } = typeInfo(rt, type);
  let result = 0;
  if (unknown !== "") setError(rt, TypeError, `${shown}.__replace__ got an unexpected keyword argument '${unknown}'.`);
  else if (missing.length > 0) {
    const list = missing.map((it) => `'${it}'`).join(", ");
    const plural = missing.length === 1 ? "" : "s";
    setError(rt, TypeError, `${shown}.__replace__ missing ${missing.length} keyword argument${plural}: ${list}.`);
  } else result = callTuple(rt, type, emptyTuple, dictLength(rt, keywords) === 0 ? 0 : keywords);
  xdecref(rt, dict);
  decref(rt, keywords);
  return result;
}

/** Whether a field may be left out: it is None by its class. */
function hasDefault(rt: Runtime, type: number, name: string): boolean {
  const key = internStr(rt, name);
  const value = getOptionalAttribute(rt, type, key);
  decref(rt, key);
  xdecref(rt, value);
  return value !== 0;
}
