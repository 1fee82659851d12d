// The module `marshal`.

import { marshalVersion } from "@tjit/bytecode";
import {
  type Runtime,
  builtinFunction,
  bytesOf,
  callMethod,
  decref,
  indexNumber,
  internStr,
  isTrue,
  newBytes,
  newInt,
  newModule,
  readBytes,
  setError,
  xdecref,
} from "@tjit/runtime/api";
import { ObjectReader, type ReadBytes } from "./reader.ts";
import { marshalObject } from "./writer.ts";

function dumped(rt: Runtime, value: number, version: number, allowCode: number): number {
  const number = version === 0 ? marshalVersion : indexNumber(rt, version);
  const isAllowed = allowCode === 0 ? 1 : isTrue(rt, allowCode);
  if (number === null || isAllowed < 0) return 0;
  const bytes = marshalObject(rt, value, number, isAllowed > 0);
  return bytes === null ? 0 : newBytes(rt, bytes);
}

function load(rt: Runtime, read: ReadBytes, allowCode: number): number {
  const isAllowed = allowCode === 0 ? 1 : isTrue(rt, allowCode);
  return isAllowed < 0 ? 0 : new ObjectReader(rt, read, isAllowed > 0).value();
}

function callNamed(rt: Runtime, object: number, name: string, argument: number): number {
  const key = internStr(rt, name);
  const result = callMethod(rt, object, key, argument);
  decref(rt, key);
  return result;
}

/** Bytes that are there. */
function fromBytes(rt: Runtime, bytes: Uint8Array): ReadBytes {
  let at = 0;
  return (count) => {
    if (at + count > bytes.length) {
      setError(rt, rt.types.EOFError, "marshal data too short");
      return null;
    }
    at += count;
    return bytes.slice(at - count, at);
  };
}

/** Bytes of a file: never more than the object needs. */
function fromFile(rt: Runtime, file: number): ReadBytes {
  return (count) => {
    const wanted = newInt(rt, count);
    const data = callNamed(rt, file, "read", wanted);
    decref(rt, wanted);
    const bytes = data === 0 ? null : bytesOf(rt, data);
    const copy = bytes === null ? null : Uint8Array.from(bytes);
    xdecref(rt, data);
    if (copy === null || copy.length === count) return copy;
    setError(rt, rt.types.EOFError, "marshal data too short");
    return null;
  };
}

/** Makes the module. */
export function newMarshalModule(rt: Runtime): number {
  return newModule(
    rt,
    "marshal",
    {
      dumps: builtinFunction("(value, version=5, /, *, allow_code=True)", dumped),
      loads: builtinFunction("(bytes, /, *, allow_code=True)", (rt_, source, allowCode) => {
        const bytes = readBytes(rt_, source);
        return bytes === null ? 0 : load(rt_, fromBytes(rt_, Uint8Array.from(bytes)), allowCode);
      }),
      dump: builtinFunction(
        "(value, file, version=5, /, *, allow_code=True)",
        (rt_, value, file, version, allowCode) => {
          const bytes = dumped(rt_, value, version, allowCode);
          if (bytes === 0) return 0;
          const result = callNamed(rt_, file, "write", bytes);
          decref(rt_, bytes);
          return result;
        },
      ),
      load: builtinFunction("(file, /, *, allow_code=True)", (rt_, file, allowCode) =>
        load(rt_, fromFile(rt_, file), allowCode),
      ),
    },
    { version: newInt(rt, marshalVersion) },
  );
}
