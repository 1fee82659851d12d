// Makes `sys.stdin`, `sys.stdout` and `sys.stderr` what they are in CPython: text over buffers over the files 0, 1 and 2. Text for a stream
// that is written as it came still goes to the host at once, after what its buffer holds.

import { StandardStream } from "../../builtins/stream.ts";
import { clearError, fetchError, restoreError } from "../../exceptions/errors.ts";
import { descriptionOf } from "../../files/descriptors.ts";
import { HostError } from "../../host-error.ts";
import { ObjectHeader } from "../../layout/objects.ts";
import { newInt } from "../../object/int.ts";
import { hostPayload, setHostPayload } from "../../object/new-object.ts";
import { decref, pyBool } from "../../object/reference.ts";
import { newStr } from "../../object/str.ts";
import { setAttribute } from "../../protocols/attributes.ts";
import { callWith } from "../../protocols/call.ts";
import { type Runtime } from "../../runtime.ts";
import { type Buffered, flushPending } from "./buffered.ts";
import { openedTypes } from "./opened-types.ts";
import { TextWrapper, initTextWrapper, updateDirect } from "./text-io-wrapper.ts";

/** Completes every standard stream that is still a simple one. */
export function completeStandardStreams(rt: Runtime): void {
  const pending = fetchError(rt);
  for (const stream of [...rt.standardStreams]) {
    const simple = hostPayload(rt, stream);
    if (simple instanceof StandardStream && isOpen(rt, simple.number)) completeStream(rt, stream, simple);
  }
  restoreError(rt, pending);
}

function isOpen(rt: Runtime, descriptor: number): boolean {
  try {
    descriptionOf(rt, descriptor);
    return true;
  } catch (error) {
    if (error instanceof HostError) return false;
    throw error;
  }
}

function completeStream(rt: Runtime, self: number, { number, name, write }: StandardStream): void {
  const mode = number === 0 ? "r" : "w";
  const buffer = bufferOver(rt, number, mode, name);
  if (buffer === 0) {
    clearError(rt);
    return;
  }
  const wrapper = new TextWrapper();
  setHostPayload(rt, self, wrapper);
  rt.heap.store(self + ObjectHeader.type.offset, rt.nativeTypes.get(openedTypes.text) ?? 0);
  rt.standardStreams.delete(self);
  const isTerminal = descriptionOf(rt, number).file.terminal !== undefined;
  const texts = ["utf-8", number === 2 ? "backslashreplace" : "strict", "\n", mode].map((text) => newStr(rt, text));
  const [encoding = 0, errors = 0, newline = 0, modeRef = 0] = texts;
  const linewise = pyBool(number === 2 || (number === 1 && isTerminal));
  initTextWrapper(rt, self, buffer, encoding, errors, newline, linewise, pyBool(false));
  setAttribute(rt, self, rt.names.mode, modeRef);
  for (const text of texts) decref(rt, text);
  if (write !== null) {
    const buffered = hostPayload(rt, buffer) as Buffered;
    wrapper.sink = (text) => {
      if (buffered.pendingLength > 0 && flushPending(rt, buffered) < 0) clearError(rt);
      write(text);
    };
    updateDirect(wrapper);
  }
  decref(rt, buffer);
  clearError(rt);
}

/** A new reference to the buffer over an open file; 0 with an exception set. */
function bufferOver(rt: Runtime, number: number, mode: "r" | "w", name: string): number {
  const { nativeTypes } = rt;
  const modeRef = newStr(rt, mode);
  const raw = callWith(rt, nativeTypes.get(openedTypes.file) ?? 0, newInt(rt, number), modeRef, pyBool(false));
  decref(rt, modeRef);
  if (raw === 0) return 0;
  const nameRef = newStr(rt, name);
  setAttribute(rt, raw, rt.names.name, nameRef);
  decref(rt, nameRef);
  const buffer = callWith(rt, nativeTypes.get(mode === "r" ? openedTypes.reader : openedTypes.writer) ?? 0, raw);
  decref(rt, raw);
  return buffer;
}
