// The module `_sysconfigdata__linux_`: what `sysconfig` says of how this Python was built. There was no C compiler.

import { type Runtime, dictSet, decref, internStr, newDict, newInt, newModule, newStr } from "@tjit/runtime/api";

const texts = {
  prefix: "",
  exec_prefix: "",
  CFLAGS: "",
  PY_CFLAGS: "",
  PY_CORE_CFLAGS: "",
  CONFIG_ARGS: "",
  EXT_SUFFIX: ".so",
  SOABI: "",
  VERSION: "3.14",
  TZPATH: "",
};
const numbers = {
  Py_DEBUG: 0,
  Py_ENABLE_SHARED: 0,
  Py_GIL_DISABLED: 0,
  Py_TRACE_REFS: 0,
  WITH_DOC_STRINGS: 0,
  WITH_PYMALLOC: 0,
  SIZEOF_VOID_P: 8,
  SIZEOF_SIZE_T: 8,
};

/** Makes the module. */
export function newSysconfigdataModule(rt: Runtime): number {
  const variables = newDict(rt);
  const add = (name: string, value: number): void => {
    const key = internStr(rt, name);
    dictSet(rt, variables, key, value);
    decref(rt, key);
    decref(rt, value);
  };
  for (const [name, text] of Object.entries(texts)) add(name, newStr(rt, text));
  for (const [name, number] of Object.entries(numbers)) add(name, newInt(rt, number));
  return newModule(rt, "_sysconfigdata__linux_", {}, { build_time_vars: variables });
}
