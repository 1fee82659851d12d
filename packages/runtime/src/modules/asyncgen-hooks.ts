// `sys.get_asyncgen_hooks` and `sys.set_asyncgen_hooks`: what event loops are told of asynchronous generators.

import { setError } from "../exceptions/errors.ts";
import { None, newRef, slotsOf, typeName, xdecref } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { newStructSequence } from "./struct-sequence.ts";

function getHooks(rt: Runtime): number {
  const { firstiter, finalizer } = rt.asyncGeneratorHooks;
  return newStructSequence(rt, "builtins.asyncgen_hooks", [
    newRef(rt, firstiter || None),
    newRef(rt, finalizer || None),
  ]);
}

function setHooks(rt: Runtime, firstiter: number, finalizer: number): number {
  for (const [name, hook] of [
    ["finalizer", finalizer],
    ["firstiter", firstiter],
  ] as const) {
    if (hook !== 0 && hook !== None && slotsOf(rt, hook).call === null)
      return setError(rt, rt.types.TypeError, `callable ${name} expected, got ${typeName(rt, hook)}`);
  }
  const hooks = rt.asyncGeneratorHooks;
  const exchange = (key: keyof typeof hooks, hook: number): void => {
    if (hook === 0) return;
    const old = hooks[key];
    hooks[key] = hook === None ? 0 : newRef(rt, hook);
    xdecref(rt, old);
  };
  exchange("finalizer", finalizer);
  exchange("firstiter", firstiter);
  return None;
}

/** For the module `sys`. */
export const asyncGeneratorHookFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  get_asyncgen_hooks: builtinFunction("()", getHooks),
  set_asyncgen_hooks: builtinFunction("(firstiter=NULL, finalizer=NULL)", setHooks),
};
