// Pattern matching. Signatures: `imports.ts`.

import { errorOccurred, fail, setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { TypeObject } from "../layout/objects.ts";
import {
  None,
  decref,
  isStr,
  isTuple,
  isType,
  newRef,
  pyBool,
  typeName,
  typeOf,
  messageName,
} from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { newTuple, tupleInit, tupleItem, tupleLength, tupleOf } from "../object/tuple.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { callMethod } from "../protocols/call.ts";
import { isInstance } from "../protocols/instance-check.ts";
import { newHostObject } from "../object/new-object.ts";
import { newSet, setAdd, setContains } from "../object/set.ts";
import { reprText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";

/** Which patterns match instances of a type: what the first in its order that is a sequence or a mapping is, by nature or because it was registered. */
function collectionKind(rt: Runtime, type: number): "sequence" | "mapping" | "other" {
  const mro = rt.heap.load(type + TypeObject.mro.offset);
  for (let index = 0; index < tupleLength(rt, mro); index++) {
    const it = tupleItem(rt, mro, index);
    if (it === FixedType.list || it === FixedType.tuple || it === FixedType.range || it === rt.types.memoryview)
      return "sequence";
    if (it === FixedType.dict || it === rt.types.mappingProxy || it === rt.types.frameLocals) return "mapping";
    if (rt.patternSequences.has(it)) return "sequence";
    if (rt.patternMappings.has(it)) return "mapping";
  }
  return "other";
}

export function matchMapping(rt: Runtime, subject: number): number {
  return pyBool(collectionKind(rt, typeOf(rt, subject)) === "mapping");
}

export function matchSequence(rt: Runtime, subject: number): number {
  return pyBool(collectionKind(rt, typeOf(rt, subject)) === "sequence");
}

/** The values of the keys as a tuple, or None if one is missing. */
export function matchKeys(rt: Runtime, subject: number, keys: number): number {
  const length = tupleLength(rt, keys);
  const values = newTuple(rt, length);
  const seen = newSet(rt);
  const missing = newHostObject(rt, rt.types.sequenceIterator, { index: 0, sequence: 0 });
  let result = values;
  for (let index = 0; index < length && result === values; index++) {
    const key = tupleItem(rt, keys, index);
    const known = setContains(rt, seen, key);
    if (known !== 0 || setAdd(rt, seen, key) < 0) {
      if (known > 0)
        fail(rt, rt.types.ValueError, `mapping pattern checks duplicate key (${reprText(rt, key) ?? "?"})`);
      result = 0;
      break;
    }
    const value = callMethod(rt, subject, rt.names.get, key, missing);
    if (value === 0) result = 0;
    else if (value === missing) {
      decref(rt, value);
      result = None;
    } else tupleInit(rt, values, index, value);
  }
  decref(rt, missing);
  decref(rt, seen);
  if (result !== values) decref(rt, values);
  return result;
}

/** The attributes that a class pattern binds as a tuple, or None if the subject does not match. */
export function matchClass(rt: Runtime, subject: number, type: number, names: number, oparg: number): number {
  if (!isType(rt, type)) return setError(rt, rt.types.TypeError, "called match pattern must be a class");
  const matches = isInstance(rt, subject, type);
  if (matches <= 0) return matches < 0 ? 0 : None;
  const attributes: number[] = [];
  const status = oparg === 0 ? 1 : positional(rt, subject, type, oparg, attributes);
  const done = status <= 0 ? status : named(rt, subject, type, names, oparg, attributes);
  if (done > 0) return tupleOf(rt, ...attributes);
  for (const it of attributes) decref(rt, it);
  return done < 0 ? 0 : None;
}

/** Whether `match` treats the class's only positional pattern as the subject itself. */
function matchesSelf(rt: Runtime, type: number): boolean {
  const selves = [
    "bool",
    "bytearray",
    "bytes",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "set",
    "str",
    "tuple",
  ] as const;
  return selves.some((it) => isSubtype(rt, type, FixedType[it]));
}

function positional(rt: Runtime, subject: number, type: number, count: number, attributes: number[]): number {
  const declared = getOptionalAttribute(rt, type, rt.names.__match_args__);
  const name = messageName(rt, type);
  if (declared === 0) {
    if (errorOccurred(rt) !== 0) return -1;
    const allowed = matchesSelf(rt, type) ? 1 : 0;
    if (count > allowed)
      return fail(
        rt,
        rt.types.TypeError,
        `${name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? "" : "s"} (${count} given)`,
      );
    attributes.push(newRef(rt, subject));
    return 1;
  }
  if (!isTuple(rt, declared)) {
    fail(rt, rt.types.TypeError, `${name}.__match_args__ must be a tuple (got ${typeName(rt, declared)})`);
    decref(rt, declared);
    return -1;
  }
  const allowed = tupleLength(rt, declared);
  let status =
    count > allowed
      ? fail(
          rt,
          rt.types.TypeError,
          `${name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? "" : "s"} (${count} given)`,
        )
      : 1;
  for (let index = 0; index < count && status > 0; index++) {
    const attribute = tupleItem(rt, declared, index);
    const isRepeated = Array.from({ length: index }, (_, at) => tupleItem(rt, declared, at)).some(
      (it) => isStr(rt, attribute) && strValue(rt, it) === strValue(rt, attribute),
    );
    status = isRepeated
      ? fail(rt, rt.types.TypeError, `${name}() got multiple sub-patterns for attribute '${strValue(rt, attribute)}'`)
      : isStr(rt, attribute)
        ? attributeOf(rt, subject, attribute, attributes)
        : fail(rt, rt.types.TypeError, `__match_args__ elements must be strings (got ${typeName(rt, attribute)})`);
  }
  decref(rt, declared);
  return status;
}

function named(
  rt: Runtime,
  subject: number,
  type: number,
  names: number,
  positionalCount: number,
  attributes: number[],
): number {
  const declared = positionalCount === 0 ? 0 : getOptionalAttribute(rt, type, rt.names.__match_args__);
  const used = new Set<string>();
  for (let index = 0; declared !== 0 && index < positionalCount && index < tupleLength(rt, declared); index++)
    used.add(strValue(rt, tupleItem(rt, declared, index)));
  if (declared !== 0) decref(rt, declared);
  for (let index = 0, length = tupleLength(rt, names); index < length; index++) {
    const attribute = tupleItem(rt, names, index);
    const text = strValue(rt, attribute);
    if (used.has(text))
      return fail(
        rt,
        rt.types.TypeError,
        `${messageName(rt, type)}() got multiple sub-patterns for attribute '${text}'`,
      );
    used.add(text);
    const status = attributeOf(rt, subject, attribute, attributes);
    if (status <= 0) return status;
  }
  return 1;
}

function attributeOf(rt: Runtime, subject: number, name: number, attributes: number[]): number {
  const value = getOptionalAttribute(rt, subject, name);
  if (value === 0) return errorOccurred(rt) === 0 ? 0 : -1;
  attributes.push(value);
  return 1;
}
