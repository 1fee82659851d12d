// The module `atexit`: functions that run when the program ends. Whoever runs the program calls `_run_exitfuncs`.

import { setError } from "../../exceptions/errors.ts";
import { reportUnraisable } from "../../exceptions/unraisable.ts";
import { newModule } from "../../kinds/module.ts";
import { newInt } from "../../object/int.ts";
import { None, decref, newRef, slotsOf, xdecref } from "../../object/reference.ts";
import { tupleItem, tupleLength, tupleSlice } from "../../object/tuple.ts";
import { callTuple } from "../../protocols/call.ts";
import { richCompareBool } from "../../protocols/compare.ts";
import { type Runtime } from "../../runtime.ts";
import { builtinFunction } from "../../types/builtin-definition.ts";
import { Compare } from "../../types/slots.ts";

/** A registered call; references are owned, `keywords` may be 0. */
interface Callback {
  readonly fn: number;
  readonly args: number;
  readonly keywords: number;
}

function release(rt: Runtime, { fn, args, keywords }: Callback): void {
  for (const it of [fn, args, keywords]) xdecref(rt, it);
}

/** Makes the module. */
export function newAtexitModule(rt: Runtime): number {
  const callbacks: Callback[] = [];
  return newModule(rt, "atexit", {
    register: builtinFunction("(*args, **kwargs)", (rt_, args, keywords) => {
      const count = tupleLength(rt_, args);
      const { TypeError } = rt_.types;
      if (count === 0) return setError(rt_, TypeError, "register() takes at least 1 argument (0 given)");
      const fn = tupleItem(rt_, args, 0);
      if (slotsOf(rt_, fn).call === null) return setError(rt_, TypeError, "the first argument must be callable");
      callbacks.push({
        fn: newRef(rt_, fn),
        args: tupleSlice(rt_, args, 1, count),
        keywords: keywords === 0 ? 0 : newRef(rt_, keywords),
      });
      return newRef(rt_, fn);
    }),
    unregister: builtinFunction("(func, /)", (rt_, fn) => {
      for (let index = callbacks.length - 1; index >= 0; index--) {
        const callback = callbacks[index] as Callback;
        const equal = richCompareBool(rt_, callback.fn, fn, Compare.EQ);
        if (equal < 0) return 0;
        if (equal === 0 || callbacks[index] !== callback) continue;
        callbacks.splice(index, 1);
        release(rt_, callback);
      }
      return None;
    }),
    _run_exitfuncs: builtinFunction("()", (rt_) => {
      for (let callback = callbacks.pop(); callback !== undefined; callback = callbacks.pop()) {
        const result = callTuple(rt_, callback.fn, callback.args, callback.keywords);
        if (result === 0) reportUnraisable(rt_, "Exception ignored in atexit callback", callback.fn);
        else decref(rt_, result);
        release(rt_, callback);
      }
      return None;
    }),
    _clear: builtinFunction("()", (rt_) => {
      for (const callback of callbacks.splice(0)) release(rt_, callback);
      return None;
    }),
    _ncallbacks: builtinFunction("()", (rt_) => newInt(rt_, callbacks.length)),
  });
}
