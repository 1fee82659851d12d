// Making functions from code objects.

import { type CodeObject, LocalKind } from "@tjit/bytecode";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { Scope } from "../symtable/flags.ts";
import { type CodeGenerator } from "./generator.ts";

/** What is on the stack for a new function; arguments of `SET_FUNCTION_ATTRIBUTE`. */
export const FunctionAttribute = { DEFAULTS: 1, KWDEFAULTS: 2, ANNOTATIONS: 4, CLOSURE: 8, ANNOTATE: 16 } as const;

/** In the order in which they are taken from the stack. */
const attributeOrder = [
  FunctionAttribute.CLOSURE,
  FunctionAttribute.ANNOTATIONS,
  FunctionAttribute.ANNOTATE,
  FunctionAttribute.KWDEFAULTS,
  FunctionAttribute.DEFAULTS,
];

/**
 * Leaves a function of a code object, with its free variables from the current one.
 *
 * @param attributes - Bits of {@link FunctionAttribute} that are on the stack.
 */
export function makeClosure(c: CodeGenerator, code: CodeObject, attributes: number, location: Location): void {
  const freeNames = code.localsplus.filter(({ kind }) => (kind & LocalKind.FREE) !== 0);
  let flags = attributes;
  if (freeNames.length > 0) {
    for (const { name } of freeNames) c.op1(Op.LOAD_CLOSURE, cellIndex(c, name), location);
    c.op1(Op.BUILD_TUPLE, freeNames.length, location);
    flags |= FunctionAttribute.CLOSURE;
  }
  c.loadConst({ type: "code", code }, location);
  c.op(Op.MAKE_FUNCTION, location);
  for (const attribute of attributeOrder) {
    if ((flags & attribute) !== 0) c.op1(Op.SET_FUNCTION_ATTRIBUTE, attribute, location);
  }
}

const implicitCells: ReadonlySet<string> = new Set(["__class__", "__classdict__", "__conditional_annotations__"]);

/** A free variable of a method may also be a local of the class; the closure gets the free one. */
function cellIndex(c: CodeGenerator, name: string): number {
  const { unit } = c;
  const isImplicit = unit.scopeType === "class" && implicitCells.has(name);
  const isCell = isImplicit || unit.entry.scope(name) === Scope.CELL;
  const index = (isCell ? unit.cellvars : unit.freevars).get(name);
  if (index === undefined) throw new Error(`no cell for ${name} in ${unit.name}`);
  return index;
}
