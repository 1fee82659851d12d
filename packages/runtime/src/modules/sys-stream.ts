// The type of `sys.stdin`, `sys.stdout` and `sys.stderr`: text streams over functions of the host.

import { type TextStream } from "../builtins/stream.ts";
import { setError } from "../exceptions/errors.ts";
import { HostObject, LayoutKind } from "../layout/objects.ts";
import { newInt } from "../object/int.ts";
import { hostPayload, newHostObject } from "../object/new-object.ts";
import { False, None, isStr, newRef, pyBool, typeName } from "../object/reference.ts";
import { newStr, strLength, strValue } from "../object/str.ts";
import { forEach } from "../protocols/iterate.ts";
import { type Runtime } from "../runtime.ts";
import { getset, method } from "../types/builtin-definition.ts";
import { defineType } from "../types/define-type.ts";

function streamOf(rt: Runtime, self: number): TextStream {
  return hostPayload(rt, self) as TextStream;
}

function write(rt: Runtime, self: number, text: number): number {
  if (!isStr(rt, text))
    return setError(rt, rt.types.TypeError, `write() argument must be str, not ${typeName(rt, text)}`);
  const stream = streamOf(rt, self);
  if (stream.write === null) return setError(rt, rt.types.OSError, "not writable");
  stream.write(strValue(rt, text));
  return newInt(rt, strLength(rt, text));
}

function readLine(rt: Runtime, self: number): number {
  const stream = streamOf(rt, self);
  return stream.readLine === null ? setError(rt, rt.types.OSError, "not readable") : newStr(rt, stream.readLine());
}

function read(rt: Runtime, self: number): number {
  const stream = streamOf(rt, self);
  if (stream.readLine === null) return setError(rt, rt.types.OSError, "not readable");
  let text = "";
  for (let line = stream.readLine(); line !== ""; line = stream.readLine()) text += line;
  return newStr(rt, text);
}

function nextLine(rt: Runtime, self: number): number {
  const line = streamOf(rt, self).readLine?.() ?? "";
  return line === "" ? 0 : newStr(rt, line);
}

function writeLines(rt: Runtime, self: number, lines: number): number {
  const status = forEach(rt, lines, (line) => (write(rt, self, line) === 0 ? -1 : 0));
  return status < 0 ? 0 : None;
}

/** Defines the type; `newStream` finds it under the name it has in the module `io`. */
export function defineStreamType(rt: Runtime): void {
  const type = defineType(rt, {
    name: "TextIOWrapper",
    module: "_io",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    methods: {
      write: method("($self, text, /)", write),
      writelines: method("($self, lines, /)", writeLines),
      flush: method("($self, /)", () => None),
      close: method("($self, /)", () => None),
      read: method("($self, size=-1, /)", read),
      readline: method("($self, size=-1, /)", readLine),
      isatty: method("($self, /)", () => False),
      readable: method("($self, /)", (rt_, self) => pyBool(streamOf(rt_, self).readLine !== null)),
      writable: method("($self, /)", (rt_, self) => pyBool(streamOf(rt_, self).write !== null)),
      seekable: method("($self, /)", () => False),
      fileno: method("($self, /)", (rt_) => setError(rt_, rt_.types.OSError, "fileno")),
      reconfigure: method("($self, /, **kwargs)", () => None),
    },
    getset: {
      name: getset((rt_, self) => newStr(rt_, streamOf(rt_, self).name)),
      mode: getset((rt_, self) => newStr(rt_, streamOf(rt_, self).write === null ? "r" : "w")),
      encoding: getset((rt_) => newStr(rt_, "utf-8")),
      errors: getset((rt_, self) =>
        newStr(rt_, streamOf(rt_, self).name === "<stderr>" ? "backslashreplace" : "strict"),
      ),
      newlines: getset(() => None),
      closed: getset(() => False),
      line_buffering: getset(() => False),
    },
    slots: {
      iter: newRef,
      iternext: nextLine,
      repr: (rt_, self) => {
        const stream = streamOf(rt_, self);
        const mode = stream.write === null ? "r" : "w";
        return newStr(rt_, `<_io.TextIOWrapper name='${stream.name}' mode='${mode}' encoding='utf-8'>`);
      },
    },
  });
  rt.nativeTypes.set("TextIOWrapper", type);
}

/** A new stream object. */
export function newStream(rt: Runtime, stream: TextStream): number {
  return newHostObject(rt, rt.nativeTypes.get("TextIOWrapper") ?? 0, stream);
}
