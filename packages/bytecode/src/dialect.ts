// The Python dialect: the uop table and the facts about values that generic passes ask for.

import type { Dialect, TypeDefinition, UopDefinition } from "@tjit/ir";
import { arithmeticUops } from "./uops/arithmetic.ts";
import { callUops } from "./uops/calls.ts";
import { containerUops } from "./uops/containers.ts";
import { controlUops } from "./uops/control.ts";
import { exceptionUops } from "./uops/exceptions.ts";
import { foldRules } from "./uops/folding.ts";
import { generatorUops } from "./uops/generators.ts";
import { leavingUops } from "./uops/leaving.ts";
import { nameUops } from "./uops/names.ts";
import { stackUops } from "./uops/stack.ts";

/** Every uop. */
export const uops: readonly UopDefinition[] = [
  ...stackUops,
  ...arithmeticUops,
  ...controlUops,
  ...nameUops,
  ...callUops,
  ...containerUops,
  ...exceptionUops,
  ...generatorUops,
  ...leavingUops,
];

const types: readonly TypeDefinition[] = [
  { name: "int", releasesQuietly: true, immediate: false },
  { name: "smallint", parent: "int", releasesQuietly: true, immediate: true },
  { name: "float", releasesQuietly: true, immediate: false },
  { name: "str", releasesQuietly: true, immediate: false },
  { name: "bool", releasesQuietly: true, immediate: false, immortal: true },
  { name: "NoneType", releasesQuietly: true, immediate: false, immortal: true },
  ...[
    "tuple",
    "list",
    "dict",
    "slice",
    "range_iterator",
    "list_iterator",
    "tuple_iterator",
    "generator",
    "function",
    "type",
    "object",
  ].map((name) => ({
    name,
    releasesQuietly: false,
    immediate: false,
  })),
];

/** The dialect that Python traces are written in. */
export const pythonDialect: Dialect = {
  name: "python",
  uops,
  types,
  constants: [
    { name: "None", type: "NoneType", truth: false, value: null },
    { name: "True", type: "bool", truth: true, value: true },
    { name: "False", type: "bool", truth: false, value: false },
  ],
  structural: {
    nop: "_NOP",
    loadConstant: "_LOAD_CONST_INLINE_BORROW",
    popTop: "_POP_TOP",
    popTopNop: "_POP_TOP_NOP",
    jumpToTop: "_JUMP_TO_TOP",
    exitTrace: "_EXIT_TRACE",
    deopt: "_DEOPT",
    setIp: "_SET_IP",
    checkValidity: "_CHECK_VALIDITY",
    spillOrReload: "_SPILL_OR_RELOAD",
  },
  folds: foldRules,
};
