// The type str.

import { stringArgument } from "../builtins/arguments.ts";
import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { LayoutKind, StrObject, TypeFlag } from "../layout/objects.ts";
import { raiseFailure } from "../numbers/raise.ts";
import { newInt } from "../object/int.ts";
import { allocate } from "../object/new-object.ts";
import { NotImplemented, isStr, typeName } from "../object/reference.ts";
import { newStr, storeText, strHash, strLength, strValue } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { strObject, strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { method, rawFunction } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { decodeObject } from "./encode-object.ts";
import { strFormat, strFormatMap } from "./format-method.ts";
import { formatString } from "./format-string.ts";
import { strPercent } from "./percent.ts";
import { reprString } from "./repr.ts";
import { defineStrIterator } from "./str-iterator.ts";
import { asExactStr, strMethods, strStaticMethods } from "./str-methods.ts";
import { strSearchMethods } from "./str-search-methods.ts";
import * as slots from "./str-slots.ts";

/** A string of a class: `type` is `str` or derives from it. */
function newStrOfType(rt: Runtime, type: number, text: string): number {
  if (type === FixedType.str) return newStr(rt, text);
  const object = allocate(rt, type);
  storeText(rt, object, text);
  return object;
}

function strNew(rt: Runtime, type: number, object: number, encoding: number, errors: number): number {
  for (const [name, given] of [
    ["encoding", encoding],
    ["errors", errors],
  ] as const)
    if (given !== 0 && stringArgument(rt, given, `str() argument '${name}'`) === null) return 0;
  if (object === 0) return newStrOfType(rt, type, "");
  if (encoding === 0 && errors === 0) {
    if (type === FixedType.str) return strObject(rt, object);
    const text = strText(rt, object);
    return text === null ? 0 : newStrOfType(rt, type, text);
  }
  if (isStr(rt, object)) return setError(rt, rt.types.TypeError, "decoding str is not supported");
  const bytes = hasBuffer(rt, object) ? bytesLike(rt, object) : undefined;
  if (bytes === undefined) {
    return setError(rt, rt.types.TypeError, `decoding to str: need a bytes-like object, ${typeName(rt, object)} found`);
  }
  if (bytes === null) return 0;
  const text = decodeObject(rt, bytes, encoding, errors, "str");
  return text === null ? 0 : newStrOfType(rt, type, text);
}

function strFormatSpec(rt: Runtime, self: number, spec: number): number {
  const text = stringArgument(rt, spec, "__format__() argument");
  if (text === null) return 0;
  if (text === "") return strObject(rt, self);
  const result = formatString(strValue(rt, self), strLength(rt, self), text, typeName(rt, self), rt.formats);
  return typeof result === "string" ? newStr(rt, result) : raiseFailure(rt, result);
}

/** Defines str and its iterator. */
export function defineStrType(rt: Runtime): void {
  const iter = defineStrIterator(rt);
  defineType(rt, {
    name: "str",
    countName: "str",
    address: FixedType.str,
    layout: LayoutKind.STR,
    size: StrObject.size,
    flags: TypeFlag.STR_SUBCLASS,
    new: method("($type, object='', encoding='utf-8', errors='strict')", strNew),
    methods: {
      ...strMethods,
      ...strSearchMethods,
      format: rawFunction("($self, /, *args, **kwargs)", strFormat),
      format_map: method("($self, mapping, /)", strFormatMap),
      __format__: method("($self, format_spec, /)", strFormatSpec),
      __getnewargs__: method("($self, /)", (rt, self) => tupleOf(rt, asExactStr(rt, self))),
      __sizeof__: method("($self, /)", (rt, self) => newInt(rt, 41 + strLength(rt, self))),
    },
    staticMethods: strStaticMethods,
    slots: {
      repr: (rt, self) => newStr(rt, reprString(strValue(rt, self))),
      str: asExactStr,
      hash: strHash,
      richcompare: slots.strCompare,
      iter,
      length: strLength,
      getitem: slots.strItem,
      contains: slots.strContains,
      concat: slots.strConcat,
      repeat: slots.strRepeat,
      remainder: (rt, left, right) => (isStr(rt, left) ? strPercent(rt, left, right) : NotImplemented),
    },
  });
}
