// `exec`, `eval` and `compile`: source text becomes a code object through `hooks.compile`.

import { setError } from "../exceptions/errors.ts";
import { runCode } from "../frames/call-function.ts";
import { currentFrame } from "../frames/frame.ts";
import { frameLocalsDict } from "../frames/locals.ts";
import { FixedType } from "../layout/memory-map.ts";
import { CodeObjectLayout, Frame } from "../layout/objects.ts";
import { dictGetName, dictSet } from "../object/dict.ts";
import { newFunction } from "../object/function.ts";
import { None, decref, isDict, isStr, newRef, slotsOf, typeName, typeOf, xdecref } from "../object/reference.ts";
import { strValue } from "../object/str.ts";
import { callMethod } from "../protocols/call.ts";
import { strText } from "../protocols/text.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

type Mode = "exec" | "eval" | "single";

/** The code object for a source: a new reference; 0 with an exception set. */
function compileSource(rt: Runtime, source: number, filename: string, mode: string, what: string): number {
  if (typeOf(rt, source) === FixedType.code) return newRef(rt, source);
  let text: string | null;
  if (isStr(rt, source)) text = strValue(rt, source);
  else if (typeOf(rt, source) === FixedType.bytes) text = decodeSource(rt, source);
  else return setError(rt, rt.types.TypeError, `${what}() arg 1 must be a string, bytes or code object`);
  if (text === null) return 0;
  const hook = rt.hooks.compile;
  if (hook === null) return setError(rt, rt.types.SystemError, "there is no compiler");
  return hook(mode === "eval" ? text.replace(/^[ \t]+/, "") : text, filename, mode);
}

function decodeSource(rt: Runtime, source: number): string | null {
  const decoded = callMethod(rt, source, rt.names.decode);
  const text = decoded === 0 ? null : strValue(rt, decoded);
  xdecref(rt, decoded);
  return text;
}

/** Runs source or code in namespaces; those not given are the caller's. New reference. */
function execute(rt: Runtime, mode: Mode, source: number, globalsGiven: number, localsGiven: number): number {
  const frame = currentFrame(rt);
  const isGiven = globalsGiven !== 0 && globalsGiven !== None;
  if (isGiven && !isDict(rt, globalsGiven))
    return setError(rt, rt.types.TypeError, `${mode}() globals must be a dict, not ${typeName(rt, globalsGiven)}`);
  if (!isGiven && frame === 0) return setError(rt, rt.types.SystemError, "globals and locals cannot be NULL");
  const globals = isGiven ? globalsGiven : rt.heap.load(frame + Frame.globals.offset);
  let locals: number;
  if (localsGiven !== 0 && localsGiven !== None) {
    if (slotsOf(rt, localsGiven).getitem === null)
      return setError(
        rt,
        rt.types.TypeError,
        `${mode}() locals must be a mapping or None, not ${typeName(rt, localsGiven)}`,
      );
    locals = newRef(rt, localsGiven);
  } else locals = isGiven ? newRef(rt, globals) : frameLocalsDict(rt, frame);
  if (dictGetName(rt, globals, rt.names.__builtins__) === 0) dictSet(rt, globals, rt.names.__builtins__, rt.builtins);
  const code = compileSource(rt, source, "<string>", mode, mode);
  let result = 0;
  if (code !== 0) {
    if (hasFreeVariables(rt, code))
      setError(rt, rt.types.TypeError, `code object passed to ${mode}() may not contain free variables`);
    else {
      const fn = newFunction(rt, code, globals);
      result = runCode(rt, fn, locals);
      decref(rt, fn);
    }
    decref(rt, code);
  }
  decref(rt, locals);
  if (mode !== "exec" || result === 0) return result;
  decref(rt, result);
  return None;
}

function hasFreeVariables(rt: Runtime, code: number): boolean {
  const freeKind = 0x80;
  return rt.codes
    .get(rt.heap.load(code + CodeObjectLayout.handle.offset))
    .code.localsplus.some((it) => (it.kind & freeKind) !== 0);
}

function compile(rt: Runtime, source: number, filename: number, mode: number): number {
  const name = strText(rt, filename);
  if (name === null) return 0;
  const text = isStr(rt, mode) ? strValue(rt, mode) : "";
  if (text !== "exec" && text !== "eval" && text !== "single")
    return setError(rt, rt.types.ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  return compileSource(rt, source, name, text, "compile");
}

/** For the module `builtins`. */
export const executeFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  exec: builtinFunction("(source, /, globals=None, locals=None, *, closure=None)", (rt, source, globals, locals) =>
    execute(rt, "exec", source, globals, locals),
  ),
  eval: builtinFunction("(source, /, globals=None, locals=None)", (rt, source, globals, locals) =>
    execute(rt, "eval", source, globals, locals),
  ),
  compile: builtinFunction(
    "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
    compile,
  ),
};
