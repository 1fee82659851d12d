// The module `_imp`: what importlib asks of the machine.

import {
  type BuiltinSpecification,
  False,
  FixedType,
  None,
  type Runtime,
  builtinFunction,
  codeConstant,
  codeInfo,
  createNative,
  isStr,
  nativeMaker,
  newBigInt,
  newInt,
  newList,
  newModule,
  newStr,
  pyBool,
  setError,
  strValue,
  typeName,
  typeOf,
} from "@tjit/runtime/api";
import { archiveHook } from "./archive-hook.ts";
import { sourceHash } from "./source-hash.ts";

/** 1: a native module; 0: none. */
function isBuiltin(rt: Runtime, name: number): number {
  if (!isStr(rt, name))
    return setError(rt, rt.types.TypeError, `is_builtin() argument must be str, not ${typeName(rt, name)}`);
  return newInt(rt, nativeMaker(rt, strValue(rt, name)) === undefined ? 0 : 1);
}

/** Code that was read from a file has the file's name now, and all code in it. */
function renameCode(rt: Runtime, code: number, from: string, to: string): void {
  const info = codeInfo(rt, code);
  if (info.code.filename !== from) return;
  Object.assign(info.code, { filename: to });
  for (let index = 0; index < info.constCount; index++) {
    const constant = codeConstant(rt, code, index);
    if (typeOf(rt, constant) === FixedType.code) renameCode(rt, constant, from, to);
  }
}

/** There is one thread: the lock is counted, never waited for. */
class ImportLock {
  count = 0;
}

function lockFunctions(lock: ImportLock): Readonly<Record<string, BuiltinSpecification>> {
  return {
    acquire_lock: builtinFunction("()", () => {
      lock.count++;
      return None;
    }),
    release_lock: builtinFunction("()", (rt) => {
      if (lock.count === 0) return setError(rt, rt.types.RuntimeError, "not holding the import lock");
      lock.count--;
      return None;
    }),
    lock_held: builtinFunction("()", () => pyBool(lock.count > 0)),
  };
}

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  is_builtin: builtinFunction("(name, /)", isBuiltin),
  is_frozen: builtinFunction("(name, /)", () => False),
  is_frozen_package: builtinFunction("(name, /)", (rt, name) =>
    setError(rt, rt.types.ImportError, `No such frozen object named ${isStr(rt, name) ? strValue(rt, name) : "?"}`),
  ),
  find_frozen: builtinFunction("(name, /, *, withdata=False)", () => None),
  create_builtin: builtinFunction("(spec, /)", createNative),
  exec_builtin: builtinFunction("(mod, /)", (rt) => newInt(rt, 0)),
  _fix_co_filename: builtinFunction("(code, path, /)", (rt, code, path) => {
    if (typeOf(rt, code) !== FixedType.code || !isStr(rt, path))
      return setError(rt, rt.types.TypeError, "_fix_co_filename() takes code and str");
    renameCode(rt, code, codeInfo(rt, code).code.filename, strValue(rt, path));
    return None;
  }),
  // There are no frozen modules that could be used or not.
  _override_frozen_modules_for_tests: builtinFunction("(override, /)", () => None),
  source_hash: builtinFunction("(key, source)", sourceHash),
  extension_suffixes: builtinFunction("()", (rt) => newList(rt)),
};

/** Makes the module. */
export function newImpModule(rt: Runtime): number {
  return newModule(
    rt,
    "_imp",
    { ...functions, ...lockFunctions(new ImportLock()), zipimporter: archiveHook },
    { check_hash_based_pycs: newStr(rt, "default"), pyc_magic_number_token: newBigInt(rt, 168627755n) },
  );
}
