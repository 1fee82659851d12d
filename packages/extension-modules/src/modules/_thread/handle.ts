// Handles of threads: `threading` keeps one per thread. Here only the main thread's is ever running.

import {
  defineType,
  getset,
  HostObject,
  hostPayload,
  LayoutKind,
  method,
  newHostObject,
  newInt,
  newStr,
  None,
  pyBool,
  type Runtime,
  setError,
} from "@tjit/runtime/api";
import { threadIdent } from "./locks.ts";

/** Payload of a handle. */
interface Handle {
  readonly ident: number;
  state: "not started" | "running" | "done";
}

const handleOf = (rt: Runtime, self: number): Handle => hostPayload(rt, self) as Handle;

/** Defines `_thread._ThreadHandle`. */
export function defineThreadHandle(rt: Runtime): number {
  return defineType(rt, {
    name: "_ThreadHandle",
    module: "_thread",
    layout: LayoutKind.HOST,
    size: HostObject.size,
    acceptsSubclasses: false,
    new: method("($type, /)", (rt_, type) => newHandle(rt_, type, { ident: 0, state: "not started" })),
    methods: {
      join: method("($self, timeout=None, /)", (rt_, self) => {
        const { ident, state } = handleOf(rt_, self);
        if (state === "done") return None;
        if (state === "not started") return setError(rt_, rt_.types.RuntimeError, "thread not started");
        if (ident === threadIdent) return setError(rt_, rt_.types.RuntimeError, "Cannot join current thread");
        return setError(rt_, rt_.types.RuntimeError, "deadlock: there is no other thread to wait for");
      }),
      is_done: method("($self, /)", (rt_, self) => pyBool(handleOf(rt_, self).state === "done")),
      _set_done: method("($self, /)", (rt_, self) => {
        const handle = handleOf(rt_, self);
        if (handle.state === "not started") return setError(rt_, rt_.types.RuntimeError, "thread not started");
        handle.state = "done";
        return None;
      }),
    },
    getset: { ident: getset((rt_, self) => newInt(rt_, handleOf(rt_, self).ident)) },
    slots: {
      repr: (rt_, self) => newStr(rt_, `<_thread._ThreadHandle object: ident=${handleOf(rt_, self).ident}>`),
    },
  });
}

function newHandle(rt: Runtime, type: number, handle: Handle): number {
  return newHostObject(rt, type, handle);
}

/** The handle of a thread that runs. */
export function newThreadHandle(rt: Runtime, type: number, ident: number): number {
  return newHandle(rt, type, { ident, state: "running" });
}

/** The thread of a handle could not be started; false if it was before. */
export function finishHandle(rt: Runtime, handle: number): boolean {
  const payload = handleOf(rt, handle);
  if (payload.state !== "not started") return false;
  payload.state = "done";
  return true;
}
