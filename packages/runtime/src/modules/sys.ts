// The module `sys`.

import { argumentTypeName } from "../builtins/arguments.ts";
import { StandardStream } from "../builtins/stream.ts";
import { clearIf, setError, setErrorNone, setErrorObject } from "../exceptions/errors.ts";
import { handledException } from "../exceptions/handled.ts";
import { currentFrame } from "../frames/frame.ts";
import { libraryFolder } from "../importing/files.ts";
import { moduleDict, newModule, setEntry } from "../kinds/module.ts";
import { frameObject } from "../frames/frame-object.ts";
import { VmState, vmStateAddress } from "../layout/memory-map.ts";
import { ExceptionObject, Frame, TypeFlag, TypeObject } from "../layout/objects.ts";
import { doubleFrom, indexInteger } from "../numbers/int-new.ts";
import { digitLimitThreshold } from "../numbers/integer-text.ts";
import { newFloat } from "../object/float.ts";
import { newBigInt, newInt } from "../object/int.ts";
import { dictDelete, dictGetName, newDict } from "../object/dict.ts";
import { listAppendStolen, newList } from "../object/list.ts";
import {
  False,
  None,
  True,
  decref,
  isInt,
  isStr,
  isType,
  newRef,
  typeName,
  typeOf,
  smallInt,
} from "../object/reference.ts";
import { internInPlace, internStr, newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callSpecial } from "../protocols/special.ts";
import { type Runtime } from "../runtime.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { typeModified } from "../types/lookup.ts";
import { defineSimpleNamespace, newNamespace } from "./simple-namespace.ts";
import { addOriginalHooks, defineHookArguments, hookFunctions } from "./sys-hooks.ts";
import { asyncGeneratorHookFunctions } from "./asyncgen-hooks.ts";
import { defineStructSequence, newStructSequence } from "./struct-sequence.ts";
import { newStream } from "./sys-stream.ts";

const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;

/** The Python version that the machine runs. */
export const pythonVersion = { major: 3, minor: 14, micro: 2 } as const;

const hexVersion = 0x030e02f0;

function exit(rt: Runtime, status: number): number {
  return status === 0 || status === None
    ? setErrorNone(rt, rt.types.SystemExit)
    : setErrorObject(rt, rt.types.SystemExit, status);
}

function excInfo(rt: Runtime): number {
  const exception = handledException(rt);
  if (exception === 0) return tupleOf(rt, None, None, None);
  const traceback = rt.heap.load(exception + ExceptionObject.traceback.offset);
  return tupleOf(
    rt,
    newRef(rt, typeOf(rt, exception)),
    newRef(rt, exception),
    newRef(rt, traceback === 0 ? None : traceback),
  );
}

function currentException(rt: Runtime): number {
  return newRef(rt, handledException(rt) || None);
}

function getrefcount(rt: Runtime, object: number): number {
  return newInt(rt, (object & 1) !== 0 ? 0x40000000 : rt.heap.load(object));
}

function getsizeof(rt: Runtime, object: number, fallback: number): number {
  const size = callSpecial(rt, object, rt.names.__sizeof__);
  if (size !== 0 && !isInt(rt, size)) setError(rt, rt.types.TypeError, "an integer is required");
  const value = size === 0 || !isInt(rt, size) ? null : indexInteger(rt, size);
  if (size !== 0) decref(rt, size);
  if (value === null) return fallback !== 0 && clearIf(rt, rt.types.TypeError) ? newRef(rt, fallback) : 0;
  if (value < 0) return setError(rt, rt.types.ValueError, "__sizeof__() should return >= 0");
  return BigInt.asIntN(64, BigInt(value)) === BigInt(value)
    ? newBigInt(rt, BigInt(value))
    : setError(rt, rt.types.OverflowError, "Python int too large to convert to C ssize_t");
}

function intern(rt: Runtime, string: number): number {
  if (!isStr(rt, string))
    return setError(rt, rt.types.TypeError, `intern() argument must be str, not ${argumentTypeName(rt, string)}`);
  return internInPlace(rt, newRef(rt, string), decref);
}

function setRecursionLimit(rt: Runtime, ref: number): number {
  const value = indexInteger(rt, ref);
  if (value === null) return 0;
  if (value < 1) return setError(rt, rt.types.ValueError, "recursion limit must be greater or equal than 1");
  const limit = Number(value > 0x3fffffff ? 0x3fffffff : value);
  const used = rt.recursionLimit + 1 - rt.heap.load(recursionWord);
  if (used >= limit) {
    return setError(
      rt,
      rt.types.RecursionError,
      `cannot set the recursion limit to ${limit} at the recursion depth ${used}: the limit is too low`,
    );
  }
  rt.recursionLimit = limit;
  rt.heap.store(recursionWord, limit + 1 - used);
  return None;
}

function setMaxDigits(rt: Runtime, ref: number): number {
  const value = indexInteger(rt, ref);
  if (value === null) return 0;
  if (value !== 0 && value < digitLimitThreshold) {
    return setError(rt, rt.types.ValueError, `maxdigits must be >= ${digitLimitThreshold} or 0 for unlimited`);
  }
  rt.maxStrDigits = Number(value);
  return None;
}

/** `_getframemodulename(depth)`: what namedtuple and enum ask for. */
function frameModuleName(rt: Runtime, depthRef: number): number {
  const depth = depthRef === 0 ? 0 : indexInteger(rt, depthRef);
  if (depth === null) return 0;
  let frame = currentFrame(rt);
  for (let left = Number(depth); left > 0 && frame !== 0; left--) frame = rt.heap.load(frame + Frame.previous.offset);
  if (frame === 0) return None;
  const globals = rt.heap.load(frame + Frame.globals.offset);
  const name = dictGetName(rt, globals, rt.names.__name__);
  return newRef(rt, name === 0 ? None : name);
}

/** `_getframe(depth)`: the frame of a caller. */
function getframe(rt: Runtime, depthRef: number): number {
  const depth = depthRef === 0 ? 0 : indexInteger(rt, depthRef);
  if (depth === null) return 0;
  let frame = currentFrame(rt);
  for (let left = Number(depth); left > 0 && frame !== 0; left--) frame = rt.heap.load(frame + Frame.previous.offset);
  return frame === 0 ? setError(rt, rt.types.ValueError, "call stack is not deep enough") : frameObject(rt, frame);
}

/** `settrace` and `setprofile`: there is no function to call, and there can be none. */
function withoutTracing(rt: Runtime, fn: number): number {
  if (fn === None) return None;
  return setError(rt, rt.types.NotImplementedError, "trace and profile functions are not available on this machine");
}

/** `_clear_type_descriptors(type)`: what a class with slots in the place of another does without. */
function clearTypeDescriptors(rt: Runtime, type: number): number {
  if (!isType(rt, type) || (rt.heap.load(type + TypeObject.flags.offset) & TypeFlag.IMMUTABLE) !== 0)
    return setError(rt, rt.types.TypeError, "argument is immutable");
  const dict = rt.heap.load(type + TypeObject.dict.offset);
  for (const text of ["__dict__", "__weakref__"]) {
    const name = internStr(rt, text);
    if (dictGetName(rt, dict, name) !== 0) dictDelete(rt, dict, name);
    decref(rt, name);
  }
  typeModified(rt, type);
  return None;
}

/** Functions of the module. */
export const sysFunctions: Readonly<Record<string, BuiltinSpecification>> = {
  ...asyncGeneratorHookFunctions,
  ...hookFunctions,
  exit: builtinFunction("(status=None, /)", exit),
  exc_info: builtinFunction("()", excInfo),
  exception: builtinFunction("()", currentException),
  getrefcount: builtinFunction("(object, /)", getrefcount),
  getsizeof: builtinFunction("(object, default=NULL)", getsizeof),
  intern: builtinFunction("(string, /)", intern),
  getrecursionlimit: builtinFunction("()", (rt) => newInt(rt, rt.recursionLimit)),
  setrecursionlimit: builtinFunction("(limit, /)", setRecursionLimit),
  get_int_max_str_digits: builtinFunction("()", (rt) => newInt(rt, rt.maxStrDigits)),
  set_int_max_str_digits: builtinFunction("(maxdigits)", setMaxDigits),
  getdefaultencoding: builtinFunction("()", (rt) => newStr(rt, "utf-8")),
  getfilesystemencoding: builtinFunction("()", (rt) => newStr(rt, "utf-8")),
  getfilesystemencodeerrors: builtinFunction("()", (rt) => newStr(rt, "surrogateescape")),
  // Nobody can add a hook.
  audit: builtinFunction("(event, /, *args)", (rt, event) =>
    isStr(rt, event)
      ? None
      : setError(rt, rt.types.TypeError, `expected str for argument 'event', not ${typeName(rt, event)}`),
  ),
  is_finalizing: builtinFunction("()", () => False),
  gettrace: builtinFunction("()", () => None),
  getprofile: builtinFunction("()", () => None),
  settrace: builtinFunction("(function, /)", withoutTracing),
  setprofile: builtinFunction("(function, /)", withoutTracing),
  getswitchinterval: builtinFunction("()", (rt) => newFloat(rt, rt.switchInterval)),
  setswitchinterval: builtinFunction("(interval, /)", (rt, ref) => {
    const interval = doubleFrom(rt, ref);
    if (interval === null) return 0;
    if (!(interval > 0)) return setError(rt, rt.types.ValueError, "switch interval must be strictly positive");
    rt.switchInterval = interval;
    return None;
  }),
  _is_gil_enabled: builtinFunction("()", () => True),
  _clear_type_descriptors: builtinFunction("(type, /)", clearTypeDescriptors),
  _getframe: builtinFunction("(depth=0, /)", getframe),
  _getframemodulename: builtinFunction("(depth=0)", frameModuleName),
};

/** Structures of the module: names of fields. The values are in {@link structures}. */
const structureFields = {
  version_info: ["major", "minor", "micro", "releaselevel", "serial"],
  float_info: [
    "max",
    "max_exp",
    "max_10_exp",
    "min",
    "min_exp",
    "min_10_exp",
    "dig",
    "mant_dig",
    "epsilon",
    "radix",
    "rounds",
  ],
  int_info: ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
  hash_info: ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
  flags: [
    "debug",
    "inspect",
    "interactive",
    "optimize",
    "dont_write_bytecode",
    "no_user_site",
    "no_site",
    "ignore_environment",
    "verbose",
    "bytes_warning",
    "quiet",
    "hash_randomization",
    "isolated",
    "dev_mode",
    "utf8_mode",
    "warn_default_encoding",
    "safe_path",
    "int_max_str_digits",
  ],
} as const;

type StructureName = keyof typeof structureFields;

const structures: Readonly<Record<StructureName, (rt: Runtime) => readonly number[]>> = {
  version_info: (rt) => [
    newInt(rt, pythonVersion.major),
    newInt(rt, pythonVersion.minor),
    newInt(rt, pythonVersion.micro),
    newStr(rt, "final"),
    newInt(rt, 0),
  ],
  float_info: (rt) => [
    newFloat(rt, Number.MAX_VALUE),
    newInt(rt, 1024),
    newInt(rt, 308),
    newFloat(rt, 2.2250738585072014e-308),
    newInt(rt, -1021),
    newInt(rt, -307),
    newInt(rt, 15),
    newInt(rt, 53),
    newFloat(rt, Number.EPSILON),
    newInt(rt, 2),
    newInt(rt, 1),
  ],
  int_info: (rt) => [newInt(rt, 30), newInt(rt, 4), newInt(rt, 4300), newInt(rt, digitLimitThreshold)],
  hash_info: (rt) => [
    newInt(rt, 64),
    newBigInt(rt, (1n << 61n) - 1n),
    newInt(rt, 314159),
    newInt(rt, 0),
    newInt(rt, 1000003),
    newStr(rt, "fnv"),
    newInt(rt, 64),
    newInt(rt, 0),
    newInt(rt, 0),
  ],
  flags: (rt) => [
    ...Array.from({ length: 13 }, () => newInt(rt, 0)),
    False,
    newInt(rt, 1),
    newInt(rt, 0),
    False,
    newInt(rt, 4300),
  ],
};

/** Fields that are no items. */
const hiddenFields: Readonly<Partial<Record<StructureName, Readonly<Record<string, number>>>>> = {
  flags: { gil: smallInt(1), thread_inherit_context: smallInt(0), context_aware_warnings: smallInt(0) },
};

function newStructure(rt: Runtime, name: StructureName): number {
  const hidden = hiddenFields[name] ?? {};
  return newStructSequence(rt, `sys.${name}`, structures[name](rt), hidden);
}

function stringList(rt: Runtime, texts: readonly string[]): number {
  const list = newList(rt);
  for (const text of texts) listAppendStolen(rt, list, newStr(rt, text));
  return list;
}

/** Defines the types of what is in the module. */
export function defineSysTypes(rt: Runtime): void {
  defineSimpleNamespace(rt);
  for (const [name, fields] of Object.entries(structureFields)) {
    const hidden = Object.keys(hiddenFields[name as StructureName] ?? {});
    defineStructSequence(rt, "sys", name, fields, { hidden });
  }
  defineStructSequence(rt, "builtins", "asyncgen_hooks", ["firstiter", "finalizer"]);
  defineHookArguments(rt);
}

/** Makes the module but for what depends on the host. */
export function newSysModule(rt: Runtime): number {
  const versionInfo = newStructure(rt, "version_info");
  const version = `${pythonVersion.major}.${pythonVersion.minor}.${pythonVersion.micro}`;
  const module = newModule(rt, "sys", sysFunctions, {
    modules: newRef(rt, rt.modules),
    warnoptions: newList(rt),
    _xoptions: newDict(rt),
    maxsize: newBigInt(rt, (1n << 63n) - 1n),
    maxunicode: newInt(rt, 0x10ffff),
    byteorder: newStr(rt, "little"),
    platform: newStr(rt, "linux"),
    version: newStr(rt, `${version} (tjit)`),
    version_info: versionInfo,
    hexversion: newInt(rt, hexVersion),
    api_version: newInt(rt, 1013),
    copyright: newStr(rt, "Copyright (c) the tjit contributors."),
    implementation: newNamespace(rt, [
      ["name", newStr(rt, "tjit")],
      // Code objects are CPython's, files of them are not shared with it.
      ["cache_tag", newStr(rt, `tjit-${pythonVersion.major}${pythonVersion.minor}`)],
      ["version", newRef(rt, versionInfo)],
      ["hexversion", newInt(rt, hexVersion)],
      ["supports_isolated_interpreters", False],
    ]),
    float_info: newStructure(rt, "float_info"),
    int_info: newStructure(rt, "int_info"),
    hash_info: newStructure(rt, "hash_info"),
    flags: newStructure(rt, "flags"),
    float_repr_style: newStr(rt, "short"),
    executable: newStr(rt, ""),
    prefix: newStr(rt, ""),
    base_prefix: newStr(rt, ""),
    exec_prefix: newStr(rt, ""),
    base_exec_prefix: newStr(rt, ""),
    platlibdir: newStr(rt, "lib"),
    abiflags: newStr(rt, ""),
    pycache_prefix: None,
    dont_write_bytecode: True,
  });
  addOriginalHooks(rt, module);
  return module;
}

/** Adds what depends on the host: the arguments of the program and its streams. */
export function addHostToSys(rt: Runtime, module: number): void {
  const { host } = rt;
  const dict = moduleDict(rt, module);
  setEntry(rt, dict, "argv", stringList(rt, host.args ?? [""]));
  setEntry(
    rt,
    dict,
    "path",
    stringList(rt, [...(host.path ?? []), ...(host.library === undefined ? [] : [libraryFolder])]),
  );
  setEntry(rt, dict, "orig_argv", stringList(rt, host.args ?? [""]));
  if (host.warnOptions !== undefined) setEntry(rt, dict, "warnoptions", stringList(rt, host.warnOptions));
  const streams = {
    stdout: new StandardStream(1, "<stdout>", { write: host.stdout }),
    stderr: new StandardStream(2, "<stderr>", { write: host.stderr }),
    stdin: new StandardStream(0, "<stdin>", { readLine: host.stdin ?? null }),
  };
  for (const [name, it] of Object.entries(streams)) {
    const stream = newStream(rt, it);
    setEntry(rt, dict, `__${name}__`, newRef(rt, stream));
    setEntry(rt, dict, name, stream);
  }
}
