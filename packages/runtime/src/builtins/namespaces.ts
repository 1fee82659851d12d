// globals(), locals(), vars() and dir().

import { errorOccurred, setError } from "../exceptions/errors.ts";
import { currentFrame } from "../frames/frame.ts";
import { frameLocalsDict } from "../frames/locals.ts";
import { sortList } from "../kinds/list-sort.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Frame } from "../layout/objects.ts";
import { dictNext, dictPosition, entryKey } from "../object/dict.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import { decref, newRef, typeName, typeOf } from "../object/reference.ts";
import { getOptionalAttribute } from "../protocols/attributes.ts";
import { listFrom } from "../protocols/iterate.ts";
import { callMethod } from "../protocols/call.ts";
import { callSpecial, hasSpecial } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

/** The namespace of the running Python code: new reference; 0 with SystemError set. */
export function currentGlobals(rt: Runtime): number {
  const frame = currentFrame(rt);
  if (frame === 0) return setError(rt, rt.types.SystemError, "globals do not exist");
  return newRef(rt, rt.heap.load(frame + Frame.globals.offset));
}

/** What `locals()` gives: the namespace of a module or class body, or a new dict of a function's variables. */
export function currentLocals(rt: Runtime): number {
  const frame = currentFrame(rt);
  if (frame === 0) return setError(rt, rt.types.SystemError, "frame does not exist");
  return frameLocalsDict(rt, frame);
}

function vars(rt: Runtime, object: number): number {
  if (object === 0) return currentLocals(rt);
  const dict = getOptionalAttribute(rt, object, rt.names.__dict__);
  if (dict !== 0 || errorOccurred(rt) !== 0) return dict;
  return setError(rt, rt.types.TypeError, "vars() argument must have __dict__ attribute");
}

function dir(rt: Runtime, object: number): number {
  const names = object === 0 ? localNames(rt) : namesOf(rt, object);
  if (names === 0) return 0;
  if (sortList(rt, names, 0, "ascending") === 0) return names;
  decref(rt, names);
  return 0;
}

function localNames(rt: Runtime): number {
  const namespace = currentLocals(rt);
  if (namespace === 0) return 0;
  const keys =
    typeOf(rt, namespace) === FixedType.dict ? keysOfDict(rt, namespace) : callMethod(rt, namespace, rt.names.keys);
  const names = keys === 0 ? 0 : listFrom(rt, keys);
  if (keys !== 0) decref(rt, keys);
  decref(rt, namespace);
  return names;
}

function keysOfDict(rt: Runtime, dict: number): number {
  const list = newList(rt);
  for (let entry = dictNext(rt, dict, 0); entry !== 0; entry = dictNext(rt, dict, dictPosition(rt, dict, entry) + 1)) {
    listAppendStolen(rt, list, newRef(rt, entryKey(rt, entry)));
  }
  return list;
}

function namesOf(rt: Runtime, object: number): number {
  if (!hasSpecial(rt, object, rt.names.__dir__)) {
    return setError(rt, rt.types.TypeError, `object does not provide __dir__ (${typeName(rt, object)})`);
  }
  const names = callSpecial(rt, object, rt.names.__dir__);
  if (names === 0) return 0;
  const list = listFrom(rt, names);
  decref(rt, names);
  return list;
}

/** Functions that look at namespaces. */
export const namespaceFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  globals: builtinFunction("()", currentGlobals),
  locals: builtinFunction("()", currentLocals),
  vars: builtinFunction("(object=NULL, /)", vars),
  dir: builtinFunction("(object=NULL, /)", dir),
};
