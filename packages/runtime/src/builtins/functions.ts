// The functions of the module `builtins`.

import { importFunction } from "../importing/import-name.ts";
import { breakpointFunction } from "../modules/breakpoint.ts";
import { openFunction } from "../modules/io/open.ts";
import { sorted } from "../kinds/list-sort.ts";
import { buildClassFunction } from "../operations/build-class.ts";
import { executeFunctions } from "../operations/execute.ts";
import { type BuiltinSpecification, builtinFunction, rawFunction } from "../types/builtin-definition.ts";
import { asyncFunctions } from "./anext.ts";
import { extremum } from "./min-max.ts";
import { namespaceFunctions } from "./namespaces.ts";
import { numberFunctions } from "./number-functions.ts";
import { objectFunctions } from "./object-functions.ts";
import { input, print } from "./print.ts";
import { sum } from "./sum.ts";

/** Specifications by name. */
export function builtinFunctions(): Readonly<Record<string, BuiltinSpecification>> {
  return {
    ...numberFunctions,
    ...objectFunctions,
    ...asyncFunctions,
    ...namespaceFunctions,
    print: builtinFunction("(*args, sep=' ', end='\\n', file=None, flush=False)", print),
    open: openFunction,
    breakpoint: breakpointFunction,
    input: builtinFunction("(prompt='', /)", input),
    __import__: builtinFunction("(name, globals=None, locals=None, fromlist=(), level=0)", importFunction),
    sum: builtinFunction("(iterable, /, start=0)", sum),
    sorted: rawFunction("(iterable, /, *, key=None, reverse=False)", sorted),
    min: extremum("min"),
    max: extremum("max"),
    __build_class__: buildClassFunction,
    ...executeFunctions,
  };
}
