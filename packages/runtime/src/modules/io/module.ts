// The module `_io`.

import { builtinsFunction } from "../../builtins/builtins-function.ts";
import { newModule } from "../../kinds/module.ts";
import { FixedType } from "../../layout/memory-map.ts";
import { dictSet, newDict } from "../../object/dict.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, newRef } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { tupleOf } from "../../object/tuple.ts";
import { callWith } from "../../protocols/call.ts";
import { type Runtime } from "../../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../../types/builtin-definition.ts";
import { defineAbstractStreams } from "./abstract-types.ts";
import { defineIoBase } from "./base-type.ts";
import { defineBufferedTypes } from "./buffered-types.ts";
import { defineBytesIo } from "./bytes-io.ts";
import { defineFileIo } from "./file-io.ts";
import { defineNewlineDecoder } from "./newline-decoder.ts";
import { openCodeFunction } from "./open.ts";
import { openedTypes } from "./opened-types.ts";
import { defineReadWritePair } from "./rw-pair.ts";
import { completeStandardStreams } from "./standard-streams.ts";
import { defineStringIo } from "./string-io.ts";
import { defineTextWrapper } from "./text-io-wrapper.ts";
import { defaultBufferSize, unsupportedOperation } from "./support.ts";

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  open_code: openCodeFunction,
  text_encoding: builtinFunction("(encoding, stacklevel=2, /)", (rt, encoding) =>
    encoding === None ? newStr(rt, "locale") : newRef(rt, encoding),
  ),
};

/** `class UnsupportedOperation(OSError, ValueError)`, of the module `io`: a new reference. */
function newUnsupportedOperation(rt: Runtime): number {
  const namespace = newDict(rt);
  const module = newStr(rt, "io");
  dictSet(rt, namespace, rt.names.__module__, module);
  const name = newStr(rt, "UnsupportedOperation");
  const bases = tupleOf(rt, newRef(rt, rt.types.OSError), newRef(rt, rt.types.ValueError));
  const made = callWith(rt, FixedType.type, name, bases, namespace);
  for (const it of [namespace, module, name, bases]) decref(rt, it);
  return made;
}

/** Makes `_io`. */
export function newIoModule(rt: Runtime): number {
  const unsupported = newUnsupportedOperation(rt);
  rt.nativeTypes.set(unsupportedOperation, unsupported);
  const base = defineIoBase(rt);
  const { raw, buffered, text } = defineAbstractStreams(rt, base);
  const { reader, writer, random } = defineBufferedTypes(rt, buffered);
  const file = defineFileIo(rt, raw);
  const wrapper = defineTextWrapper(rt, text);
  for (const [name, type] of Object.entries({ file, reader, writer, random, text: wrapper })) {
    rt.nativeTypes.set(openedTypes[name as keyof typeof openedTypes], type);
  }
  completeStandardStreams(rt);
  return newModule(rt, "_io", functions, {
    DEFAULT_BUFFER_SIZE: newInt(rt, defaultBufferSize),
    UnsupportedOperation: unsupported,
    BlockingIOError: newRef(rt, rt.types.BlockingIOError),
    _IOBase: newRef(rt, base),
    _RawIOBase: newRef(rt, raw),
    _BufferedIOBase: newRef(rt, buffered),
    _TextIOBase: newRef(rt, text),
    BufferedReader: newRef(rt, reader),
    BufferedWriter: newRef(rt, writer),
    BufferedRandom: newRef(rt, random),
    BufferedRWPair: newRef(rt, defineReadWritePair(rt, buffered)),
    TextIOWrapper: newRef(rt, wrapper),
    FileIO: newRef(rt, file),
    open: builtinsFunction(rt, "open"),
    BytesIO: newRef(rt, defineBytesIo(rt, buffered)),
    StringIO: newRef(rt, defineStringIo(rt, text)),
    IncrementalNewlineDecoder: newRef(rt, defineNewlineDecoder(rt)),
  });
}
