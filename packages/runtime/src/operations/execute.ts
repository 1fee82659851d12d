// `exec`, `eval` and `compile`: source text becomes a code object through `hooks.compile`.

import { argumentTypeName } from "../builtins/arguments.ts";
import { CodeFlag } from "@tjit/bytecode";
import { clearIf, errorOccurred, setError } from "../exceptions/errors.ts";
import { getExceptionState } from "../exceptions/exception-state.ts";
import { runCode } from "../frames/call-function.ts";
import { currentFrame } from "../frames/frame.ts";
import { frameLocalsDict } from "../frames/locals.ts";
import { FixedType } from "../layout/memory-map.ts";
import { Frame, FunctionObject } from "../layout/objects.ts";
import { dictGetName, dictSet } from "../object/dict.ts";
import { newFunction } from "../object/function.ts";
import { None, decref, isDict, isStr, newRef, slotsOf, typeName, typeOf, xdecref } from "../object/reference.ts";
import { codeInfo } from "../object/code.ts";
import { internStr, strValue } from "../object/str.ts";
import { tupleItem, tupleLength } from "../object/tuple.ts";
import { getAttributeString } from "../protocols/attributes.ts";
import { bytesLike, hasBuffer } from "../protocols/buffer.ts";
import { callMethod } from "../protocols/call.ts";
import { importModule } from "../importing/import-module.ts";
import { isInstance } from "../protocols/instance-check.ts";
import { indexNumber } from "../protocols/number.ts";
import { strText } from "../protocols/text.ts";
import { isTrue } from "../protocols/truth.ts";
import { type CompileFlags, type Runtime, type SyntaxTrees } from "../runtime.ts";
import { isSubtype } from "../types/subtype.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";

type Mode = "exec" | "eval" | "single";

/** Bits of the flags of `compile` that are no future features. */
const onlyTree = 0x400;
const allowIncomplete = 0x4000;
const dontImplyDedent = 0x200;
const otherFlags = dontImplyDedent | onlyTree | 0x1000 | 0x2000 | allowIncomplete | 0x8000;
const futureFlags = CodeFlag.FUTURE_ANNOTATIONS | 0xfe0000 | 0x10;

/** The code object for a source: a new reference; 0 with an exception set. */
function compileSource(
  rt: Runtime,
  source: number,
  filename: string,
  mode: string,
  what: string,
  options: CompileFlags,
): number {
  if (typeOf(rt, source) === FixedType.code) return newRef(rt, source);
  const text = sourceText(rt, source, what);
  if (text === null) return 0;
  const hook = rt.hooks.compile;
  if (hook === null) return setError(rt, rt.types.SystemError, "there is no compiler");
  return hook(what === "eval" ? withoutIndent(text) : text, filename, mode, options);
}

/** What `eval` reads; `compile` minds indents. */
function withoutIndent(text: string | Uint8Array): string | Uint8Array {
  if (typeof text === "string") return text.replace(/^[ \t]+/, "");
  let start = 0;
  while (text[start] === 32 || text[start] === 9) start++;
  return text.subarray(start);
}

/** Text, or bytes that say themselves how they are encoded; null with an exception set. */
function sourceText(rt: Runtime, source: number, what: string): string | Uint8Array | null {
  if (isStr(rt, source)) return strValue(rt, source);
  if ((source & 1) === 0 && hasBuffer(rt, source)) {
    const bytes = bytesLike(rt, source);
    return bytes === null ? null : Uint8Array.from(bytes);
  }
  const kinds = what === "compile" ? "a string, bytes or AST object" : "a string, bytes or code object";
  setError(rt, rt.types.TypeError, `${what}() arg 1 must be ${kinds}`);
  return null;
}

/** What `from __future__` turned on in the code that compiles. */
function inheritedFlags(rt: Runtime): number {
  const frame = currentFrame(rt);
  return frame === 0 ? 0 : codeInfo(rt, rt.heap.load(frame + Frame.code.offset)).code.flags & futureFlags;
}

/** Runs source or code in namespaces; those not given are the caller's. `closure`: the cells of its free variables, 0 or None for none. New reference. */
function execute(
  rt: Runtime,
  mode: Mode,
  source: number,
  globalsGiven: number,
  localsGiven: number,
  closure = 0,
): number {
  const frame = currentFrame(rt);
  const isGiven = globalsGiven !== 0 && globalsGiven !== None;
  const isLocal = localsGiven !== 0 && localsGiven !== None;
  if (mode === "eval" && isLocal && slotsOf(rt, localsGiven).getitem === null)
    return setError(rt, rt.types.TypeError, "locals must be a mapping");
  if (isGiven && !isDict(rt, globalsGiven))
    return setError(
      rt,
      rt.types.TypeError,
      mode === "eval"
        ? slotsOf(rt, globalsGiven).getitem === null
          ? "globals must be a dict"
          : "globals must be a real dict; try eval(expr, {}, mapping)"
        : `${mode}() globals must be a dict, not ${typeName(rt, globalsGiven)}`,
    );
  if (!isGiven && frame === 0) return setError(rt, rt.types.SystemError, "globals and locals cannot be NULL");
  const globals = isGiven ? globalsGiven : rt.heap.load(frame + Frame.globals.offset);
  let locals: number;
  if (isLocal) {
    if (slotsOf(rt, localsGiven).getitem === null)
      return setError(
        rt,
        rt.types.TypeError,
        `${mode}() locals must be a mapping or None, not ${typeName(rt, localsGiven)}`,
      );
    locals = newRef(rt, localsGiven);
  } else locals = isGiven ? newRef(rt, globals) : frameLocalsDict(rt, frame);
  if (dictGetName(rt, globals, rt.names.__builtins__) === 0) dictSet(rt, globals, rt.names.__builtins__, rt.builtins);
  const code = compileSource(rt, source, "<string>", mode, mode, { flags: inheritedFlags(rt) });
  let result = 0;
  if (code !== 0) {
    const cells = closure === None ? 0 : closure;
    const message = refusal(rt, mode, source, code, cells);
    if (message !== null) setError(rt, rt.types.TypeError, message);
    else {
      const fn = newFunction(rt, code, globals);
      if (cells !== 0) rt.heap.store(fn + FunctionObject.closure.offset, newRef(rt, cells));
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

/** What is wrong with running code with these cells; null: nothing. */
function refusal(rt: Runtime, mode: Mode, source: number, code: number, cells: number): string | null {
  const freeKind = 0x80;
  const free = codeInfo(rt, code).code.localsplus.filter((it) => (it.kind & freeKind) !== 0).length;
  if (source !== code) return cells === 0 ? null : "closure can only be used when source is a code object";
  if (free === 0) return cells === 0 ? null : "cannot use a closure with this code object";
  if (mode === "eval") return "code object passed to eval() may not contain free variables";
  const isClosure = cells !== 0 && typeOf(rt, cells) === FixedType.tuple && tupleLength(rt, cells) === free;
  let index = 0;
  while (isClosure && index < free && typeOf(rt, tupleItem(rt, cells, index)) === FixedType.cell) index++;
  return index === free ? null : `code object requires a closure of exactly length ${free}`;
}

function compile(
  rt: Runtime,
  source: number,
  filename: number,
  mode: number,
  flagsGiven: number,
  dontInherit: number,
  optimizeGiven: number,
): number {
  const { TypeError, ValueError } = rt.types;
  const name = isStr(rt, filename) ? strValue(rt, filename) : pathText(rt, filename);
  if (name === null) return 0;
  if (!isStr(rt, mode))
    return setError(rt, TypeError, `compile() argument 'mode' must be str, not ${argumentTypeName(rt, mode)}`);
  const given = flagsGiven === 0 ? 0 : indexNumber(rt, flagsGiven);
  const optimize = optimizeGiven === 0 ? -1 : indexNumber(rt, optimizeGiven);
  const isAlone = dontInherit === 0 ? 0 : isTrue(rt, dontInherit);
  if (given === null || optimize === null || isAlone < 0) return 0;
  if ((given & ~(otherFlags | futureFlags)) !== 0) return setError(rt, ValueError, "compile(): unrecognised flags");
  if (optimize < -1 || optimize > 2) return setError(rt, ValueError, "compile(): invalid optimize value");
  const isTree = (given & onlyTree) !== 0;
  const text = strValue(rt, mode);
  if (text === "func_type" && !isTree)
    return setError(rt, ValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  if (!["exec", "eval", "single", "func_type"].includes(text)) {
    const modes = isTree ? "'exec', 'eval', 'single' or 'func_type'" : "'exec', 'eval' or 'single'";
    return setError(rt, ValueError, `compile() mode must be ${modes}`);
  }
  const flags = (given & futureFlags) | (isAlone > 0 ? 0 : inheritedFlags(rt));
  const options: CompileFlags = {
    flags,
    optimize: optimize === 1 || optimize === 2 ? optimize : 0,
    impliesDedent: (given & dontImplyDedent) === 0,
  };
  const trees = isTree ? loadTrees(rt) : rt.syntaxTrees;
  if (isTree && trees === null) return 0;
  if (trees !== null && (source & 1) === 0 && isSubtype(rt, typeOf(rt, source), trees.root)) {
    if (isTree) return newRef(rt, source);
    const wanted = { exec: "Module", eval: "Expression", single: "Interactive" }[text] ?? "";
    const module = importModule(rt, "_ast");
    const type = module === 0 ? 0 : getAttributeString(rt, module, wanted);
    const isWanted = type === 0 ? -1 : isInstance(rt, source, type);
    xdecref(rt, type);
    xdecref(rt, module);
    if (isWanted < 0) return 0;
    if (isWanted === 0) return setError(rt, TypeError, `expected ${wanted} node, got ${typeName(rt, source)}`);
    const parsed = trees.fromObject(rt, source);
    if (parsed === null) return 0;
    return rt.hooks.compileTree?.(parsed, name, options) ?? 0;
  }
  if (trees === null || !isTree)
    return orIncomplete(rt, given, compileSource(rt, source, name, text, "compile", options));
  const program = sourceText(rt, source, "compile");
  if (program === null) return 0;
  const parsed = rt.hooks.parse?.(program, name, text) ?? null;
  return orIncomplete(rt, given, parsed === null ? 0 : trees.toObject(rt, parsed));
}

/** What `compile` made, or the exception that says that the source ends too early, for those who ask for it: `codeop`. */
function orIncomplete(rt: Runtime, flags: number, made: number): number {
  const error = made === 0 && (flags & allowIncomplete) !== 0 ? errorOccurred(rt) : 0;
  return error !== 0 && getExceptionState(rt, error, "incomplete") !== 0
    ? setError(rt, rt.types._IncompleteInputError, "incomplete input")
    : made;
}

/** Imports `_ast`. Null with an exception set. */
function loadTrees(rt: Runtime): SyntaxTrees | null {
  const module = importModule(rt, "_ast");
  if (module === 0) return null;
  decref(rt, module);
  return rt.syntaxTrees;
}

/** A file name that is no str: bytes or a path. */
function pathText(rt: Runtime, filename: number): string | null {
  const key = internStr(rt, "__fspath__");
  const path =
    typeOf(rt, filename) === FixedType.bytes
      ? callMethod(rt, filename, rt.names.decode)
      : callMethod(rt, filename, key);
  decref(rt, key);
  if (path === 0) {
    if (clearIf(rt, rt.types.AttributeError))
      setError(rt, rt.types.TypeError, `expected str, bytes or os.PathLike object, not ${typeName(rt, filename)}`);
    return null;
  }
  const text = strText(rt, path);
  decref(rt, path);
  return text;
}

/** For the module `builtins`. */
export const executeFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  exec: builtinFunction(
    "(source, /, globals=None, locals=None, *, closure=None)",
    (rt, source, globals, locals, closure) => execute(rt, "exec", source, globals, locals, closure),
  ),
  eval: builtinFunction("(source, /, globals=None, locals=None)", (rt, source, globals, locals) =>
    execute(rt, "eval", source, globals, locals),
  ),
  compile: builtinFunction(
    "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
    compile,
  ),
};
