// Fills the module `builtins` and registers the native modules.

import { setError } from "../exceptions/errors.ts";
import { FixedType } from "../layout/memory-map.ts";
import { addFunctions, setEntry } from "../kinds/module.ts";
import { registerNativeModules } from "../modules/register.ts";
import { newComplex } from "../numbers/complex-object.ts";
import { defineComplexType } from "../numbers/complex-type.ts";
import { defineFloatType } from "../numbers/float-type.ts";
import { defineIntTypes } from "../numbers/int-type.ts";
import { newRef } from "../object/reference.ts";
import { type Runtime } from "../runtime.ts";
import { newBytes } from "../text/bytes-object.ts";
import { defineBytesType } from "../text/bytes-type.ts";
import { defineStrType } from "../text/str-type.ts";
import { type BuiltinSpecification, builtinFunction } from "../types/builtin-definition.ts";
import { defineIteratorTypes } from "./iterators.ts";
import { extremum } from "./min-max.ts";
import { namespaceFunctions } from "./namespaces.ts";
import { numberFunctions } from "./number-functions.ts";
import { defineCallableIterator, objectFunctions } from "./object-functions.ts";
import { input, print } from "./print.ts";
import { sorted } from "../kinds/list-sort.ts";
import { sum } from "./sum.ts";
import { defineStreamType } from "../modules/sys-stream.ts";

const functions: Readonly<Record<string, BuiltinSpecification>> = {
  ...numberFunctions,
  ...objectFunctions,
  ...namespaceFunctions,
  print: builtinFunction("(*args, sep=' ', end='\\n', file=None, flush=False)", print),
  open: builtinFunction("(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", (rt) =>
    setError(rt, rt.types.OSError, "open() is not available: this machine has no files"),
  ),
  input: builtinFunction("(prompt='', /)", input),
  sum: builtinFunction("(iterable, /, start=0)", sum),
  sorted: builtinFunction("(iterable, /, *, key=None, reverse=False)", sorted),
  min: extremum("min"),
  max: extremum("max"),
};

/** Types defined here that `builtins` names. */
const types = ["bool", "int", "float", "complex", "str", "bytes"] as const;

/** Types and functions of `builtins`, and the makers of native modules. After the object model's own types. */
export function installBuiltins(rt: Runtime): void {
  defineIntTypes(rt);
  defineFloatType(rt);
  defineComplexType(rt);
  defineStrType(rt);
  defineBytesType(rt);
  rt.makers.complex = (machine, real, imag) => newComplex(machine, real, imag);
  rt.makers.bytes = (machine, value) => newBytes(machine, value);
  defineCallableIterator(rt);
  defineStreamType(rt);
  const dict = rt.builtins;
  addFunctions(rt, dict, functions, "builtins");
  for (const [name, address] of Object.entries(defineIteratorTypes(rt))) setEntry(rt, dict, name, newRef(rt, address));
  for (const name of types) setEntry(rt, dict, name, newRef(rt, FixedType[name]));
  registerNativeModules(rt);
}
