// Raising, handling, `with`, and imports.

import { defineUop, type UopDefinition } from "@tjit/ir";

const runs = ["error", "escapes"] as const;

export const exceptionUops: readonly UopDefinition[] = [
  defineUop("_RAISE_VARARGS", "args[oparg] --", {
    flags: ["arg", "syncs", ...runs, "terminal"],
    tierOneOnly: true,
    doc: "`raise`.",
  }),
  defineUop("_RERAISE", "values[oparg], exception -- values[oparg]", {
    flags: ["arg", "syncs", ...runs, "terminal"],
    tierOneOnly: true,
    doc: "Raises again.",
  }),
  defineUop("_PUSH_EXC_INFO", "exception -- previous, exception", {
    flags: [],
    tierOneOnly: true,
    doc: "Makes an exception the handled one.",
  }),
  defineUop("_POP_EXCEPT", "previous --", { flags: ["escapes"], doc: "Restores the handled exception." }),
  defineUop("_CHECK_EXC_MATCH", "exception, type -- exception, res, type", {
    flags: runs,
    results: { res: { type: "bool", immortal: true } },
    doc: "Whether a handler's type matches.",
  }),
  defineUop("_CHECK_EG_MATCH", "exception, type -- rest, match, exception, type", {
    flags: runs,
    tierOneOnly: true,
    doc: "Splits an exception group.",
  }),
  defineUop(
    "_WITH_EXCEPT_START",
    "exit, self_or_null, lasti, unused, exception -- exit, self_or_null, lasti, unused, exception, res",
    {
      flags: ["syncs", ...runs],
      tierOneOnly: true,
      doc: "Calls `__exit__` with the exception.",
    },
  ),
  defineUop("_LOAD_SPECIAL", "owner -- method, self_or_null", {
    flags: ["arg", ...runs],
    doc: "A special method, looked up on the type, with its receiver.",
  }),
  defineUop("_IMPORT_NAME", "level, fromlist -- res, level, fromlist", {
    flags: ["arg", ...runs],
    doc: "Imports a module.",
  }),
  defineUop("_IMPORT_FROM", "module -- module, res", {
    flags: ["arg", ...runs],
    doc: "Attribute of a module, or the submodule.",
  }),
  defineUop("_GET_LEN", "value -- value, len", { flags: runs, doc: "`len` for patterns." }),
  defineUop("_MATCH_MAPPING", "subject -- subject, res", {
    flags: ["pure"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Whether a mapping.",
  }),
  defineUop("_MATCH_SEQUENCE", "subject -- subject, res", {
    flags: ["pure"],
    results: { res: { type: "bool", immortal: true } },
    doc: "Whether a sequence.",
  }),
  defineUop("_MATCH_KEYS", "subject, keys -- subject, keys, values_or_none", {
    flags: runs,
    doc: "Values of keys, or None.",
  }),
  defineUop("_MATCH_CLASS", "subject, type, names -- res, subject, type, names", {
    flags: ["arg", ...runs],
    doc: "Attributes of a class pattern, or None.",
  }),
];
