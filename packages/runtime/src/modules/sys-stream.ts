// `sys.stdin`, `sys.stdout` and `sys.stderr` as a program finds them: they pass text on to the host and get lines from it. What else can be
// done with a text stream makes them `io.TextIOWrapper`s over bytes: the same objects, of another type. That happens as soon as `io` is
// imported, or an attribute is asked for that is not here.

import { argumentTypeName } from "../builtins/arguments.ts";
import { StandardStream } from "../builtins/stream.ts";
import { setError } from "../exceptions/errors.ts";
import { importModule } from "../importing/import-module.ts";
import { instanceDictAccess } from "../kinds/object-type.ts";
import { HostObject, LayoutKind, TypeFlag } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { None, decref, isStr, newRef, typeOf, typeSlots } from "../object/reference.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { callMethod } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { type Implementation, getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

/** Name of the type among the native types. */
export const standardStreamType = "sys.TextIOWrapper";

/** Attributes that only the full type has. */
const others =
  "_checkClosed _checkReadable _checkSeekable _checkWritable buffer close closed detach encoding errors fileno isatty line_buffering mode name " +
  "newlines read readable readlines reconfigure seek seekable tell truncate writable write_through writelines";

/** The stream while it is as simple as it was. */
function simpleStream(rt: Runtime, self: number): StandardStream | null {
  const payload = hostPayload(rt, self);
  return payload instanceof StandardStream ? payload : null;
}

/** Makes a stream a full one; whether it is. Streams that the host does not have stay as they are. */
function complete(rt: Runtime, self: number): boolean {
  if (simpleStream(rt, self) === null) return true;
  const module = importModule(rt, "_io");
  if (module === 0) return false;
  decref(rt, module);
  return simpleStream(rt, self) === null;
}

function attributeOf(name: string): (rt: Runtime, self: number) => number {
  return (rt, self) => {
    if (complete(rt, self)) return getAttributeString(rt, self, name);
    return setError(rt, rt.types.OSError, "this machine has no such stream");
  };
}

/** A method of simple streams; of those that were made full, theirs. */
function ofSimple(
  name: "write" | "flush" | "readline",
  use: (rt: Runtime, stream: StandardStream, arg: number) => number | null,
): Implementation {
  return (rt, self = 0, arg = 0) => {
    const stream = simpleStream(rt, self);
    const result = stream === null ? null : use(rt, stream, arg);
    if (result !== null) return result;
    if (!complete(rt, self))
      return setError(rt, rt.types.OSError, `not ${name === "readline" ? "readable" : "writable"}`);
    return arg === 0 ? callMethod(rt, self, rt.names[name]) : callMethod(rt, self, rt.names[name], arg);
  };
}

function write(rt: Runtime, stream: StandardStream, text: number): number | null {
  if (!isStr(rt, text)) {
    return setError(rt, rt.types.TypeError, `write() argument must be str, not ${argumentTypeName(rt, text)}`);
  }
  const value = strValue(rt, text);
  if (stream.write === null || !value.isWellFormed()) return null;
  stream.write(value);
  return newInt(rt, strLength(rt, text));
}

/** Defines the type. */
export function defineStreamType(rt: Runtime): void {
  const type = defineType(rt, {
    name: "TextIOWrapper",
    module: "_io",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    dictOffset: HostObject.dict.offset,
    flags: TypeFlag.WEAK_REFERENCES,
    methods: {
      write: method("($self, text, /)", ofSimple("write", write)),
      flush: method(
        "($self, /)",
        ofSimple("flush", (rt_) => {
          rt_.host.flush?.();
          return None;
        }),
      ),
      readline: method(
        "($self, size=-1, /)",
        ofSimple("readline", (rt_, { readLine }, size) =>
          readLine === null || size !== 0 ? null : newStr(rt_, readLine()),
        ),
      ),
      __enter__: method("($self, /)", newRef),
      __exit__: method("($self, /, *args)", (rt_, self) =>
        complete(rt_, self) ? callMethod(rt_, self, rt_.names.close) : 0,
      ),
    },
    getset: {
      __dict__: getset(instanceDictAccess.get, instanceDictAccess.set),
      ...Object.fromEntries(others.split(" ").map((name) => [name, getset(attributeOf(name))] as const)),
    },
    slots: {
      iter: (rt_, self) =>
        complete(rt_, self)
          ? (typeSlots(rt_, typeOf(rt_, self)).iter?.(rt_, self) ?? 0)
          : setError(rt_, rt_.types.OSError, "not readable"),
      iternext: (rt_, self) =>
        complete(rt_, self) ? (typeSlots(rt_, typeOf(rt_, self)).iternext?.(rt_, self) ?? 0) : 0,
      repr: (rt_, self) => {
        const { name = "" } = simpleStream(rt_, self) ?? {};
        const mode = name === "<stdin>" ? "r" : "w";
        return newStr(rt_, `<_io.TextIOWrapper name='${name}' mode='${mode}' encoding='utf-8'>`);
      },
      clear: (rt_, self) => void rt_.standardStreams.delete(self),
      traverse: () => undefined,
    },
  });
  rt.nativeTypes.set(standardStreamType, type);
}

/** A new stream object. */
export function newStream(rt: Runtime, stream: StandardStream): number {
  const object = newHostObject(rt, rt.nativeTypes.get(standardStreamType) ?? 0, stream);
  rt.standardStreams.add(object);
  return object;
}
