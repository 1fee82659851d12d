// The module `_json`: what the module `json` does, made fast.

import {
  type BuiltinSpecification,
  type Runtime,
  builtinFunction,
  getAttributeString,
  indexNumber,
  isStr,
  isTrue,
  newInt,
  newModule,
  newRef,
  newStr,
  setError,
  strLength,
  strValue,
  tupleOf,
  typeName,
} from "@tjit/runtime/api";
import { type StringFunctions, defineEncoder } from "./encoder.ts";
import { defineScanner } from "./scanner.ts";
import { SourceText } from "./source-text.ts";
import { quoted, quotedAscii, readString } from "./strings.ts";

function encoderOf(quote: (text: string) => string): BuiltinSpecification {
  return builtinFunction("(string, /)", (rt, string) =>
    isStr(rt, string)
      ? newStr(rt, quote(strValue(rt, string)))
      : setError(rt, rt.types.TypeError, `first argument must be a string, not ${typeName(rt, string)}`),
  );
}

function scanString(rt: Runtime, string: number, end: number, strict: number): number {
  const truth = strict === 0 ? 1 : isTrue(rt, strict);
  if (truth < 0) return 0;
  const start = indexNumber(rt, end, rt.types.OverflowError);
  if (start === null) return 0;
  if (!isStr(rt, string)) {
    return setError(rt, rt.types.TypeError, `first argument must be a string, not ${typeName(rt, string)}`);
  }
  if (start < 0 || start > strLength(rt, string)) return setError(rt, rt.types.ValueError, "end is out of bounds");
  const source = new SourceText(rt, string);
  const read = readString(source.text, source.unit(start), truth === 1 ? "strict" : "lenient");
  if ("problem" in read) return source.fail(read.problem, read.at);
  return tupleOf(rt, newStr(rt, read.text), newInt(rt, source.point(read.end)));
}

/** Makes the module. */
export function newJsonModule(rt: Runtime): number {
  const functions: StringFunctions = { text: 0, ascii: 0 };
  const module = newModule(
    rt,
    "_json",
    {
      encode_basestring: encoderOf(quoted),
      encode_basestring_ascii: encoderOf(quotedAscii),
      scanstring: builtinFunction("(pystr, end, strict=True, /)", scanString),
    },
    { make_scanner: newRef(rt, defineScanner(rt)), make_encoder: newRef(rt, defineEncoder(rt, functions)) },
  );
  // Kept for as long as the machine lives.
  functions.text = getAttributeString(rt, module, "encode_basestring");
  functions.ascii = getAttributeString(rt, module, "encode_basestring_ascii");
  return module;
}
