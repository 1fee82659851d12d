// The module `_ast`: the classes of syntax trees, and the conversions that `compile` asks for.

import { type Runtime, newInt, newModule, newRef } from "@tjit/runtime/api";
import { makeNodeClasses } from "./classes.ts";
import { objectToTree } from "./from-object.ts";
import { treeToObject } from "./to-object.ts";
import { checkTree } from "./validate.ts";

/** Bits of the flags of `compile`. */
const flags = {
  PyCF_ONLY_AST: 0x400,
  PyCF_TYPE_COMMENTS: 0x1000,
  PyCF_ALLOW_TOP_LEVEL_AWAIT: 0x2000,
  PyCF_OPTIMIZED_AST: 0x8400,
} as const;

/** Makes the module. */
export function newAstModule(rt: Runtime): number {
  const classes = makeNodeClasses(rt);
  if (classes === null) return 0;
  rt.syntaxTrees = {
    root: classes.root,
    toObject: (machine, parsed) => treeToObject(machine, classes, parsed),
    fromObject: (machine, object) => {
      const parsed = objectToTree(machine, classes, object);
      return parsed !== null && checkTree(machine, parsed.tree) ? parsed : null;
    },
  };
  return newModule(
    rt,
    "_ast",
    {},
    {
      AST: newRef(rt, classes.root),
      ...Object.fromEntries([...classes.types].map(([name, type]) => [name, newRef(rt, type)])),
      ...Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, newInt(rt, value)])),
    },
  );
}
