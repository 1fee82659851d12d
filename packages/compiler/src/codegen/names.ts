// Loads, stores and deletions of names, by the scope that the symbol table found.

import { type ast } from "@tjit/parser";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { Scope } from "../symtable/flags.ts";
import { type CodeGenerator } from "./generator.ts";
import { indexOf } from "./unit.ts";

/** Reads, binds or deletes a name. */
export function nameOperation(
  c: CodeGenerator,
  name: string,
  context: ast.ExpressionContext,
  location: Location,
): void {
  const { unit } = c;
  const mangled = c.mangled(name);
  const scope = unit.entry.scope(mangled);
  switch (scope) {
    case Scope.FREE:
      return cellOperation(c, indexOf(unit.freevars, mangled), context, location);
    case Scope.CELL:
      return cellOperation(c, indexOf(unit.cellvars, mangled), context, location);
    case Scope.LOCAL:
      if (unit.isFunctionLike || unit.fastHidden.get(mangled) === true) {
        const opcode = { Load: Op.LOAD_FAST, Store: Op.STORE_FAST, Del: Op.DELETE_FAST }[context];
        return c.op1(opcode, indexOf(unit.varnames, mangled), location);
      }
      break;
    case Scope.GLOBAL_IMPLICIT:
      if (unit.isFunctionLike) return globalOperation(c, mangled, scope, context, location);
      break;
    case Scope.GLOBAL_EXPLICIT:
      return globalOperation(c, mangled, scope, context, location);
  }
  const index = indexOf(unit.names, mangled);
  // A comprehension of a class body does not see the class's names.
  if (context === "Load" && unit.entry.type === "class" && unit.inlinedComprehensionDepth > 0) {
    return c.op1(Op.LOAD_GLOBAL, index << 1, location);
  }
  c.op1({ Load: Op.LOAD_NAME, Store: Op.STORE_NAME, Del: Op.DELETE_NAME }[context], index, location);
}

function cellOperation(c: CodeGenerator, index: number, context: ast.ExpressionContext, location: Location): void {
  const { unit } = c;
  if (context === "Store") return c.op1(Op.STORE_DEREF, index, location);
  if (context === "Del") return c.op1(Op.DELETE_DEREF, index, location);
  if (unit.entry.type === "class" && unit.inlinedComprehensionDepth === 0) {
    c.op(Op.LOAD_LOCALS, location);
    c.op1(Op.LOAD_FROM_DICT_OR_DEREF, index, location);
  } else if (unit.entry.canSeeClassScope) {
    loadClassDict(c, location);
    c.op1(Op.LOAD_FROM_DICT_OR_DEREF, index, location);
  } else c.op1(Op.LOAD_DEREF, index, location);
}

function globalOperation(
  c: CodeGenerator,
  name: string,
  scope: number,
  context: ast.ExpressionContext,
  location: Location,
): void {
  const index = indexOf(c.unit.names, name);
  if (context === "Store") return c.op1(Op.STORE_GLOBAL, index, location);
  if (context === "Del") return c.op1(Op.DELETE_GLOBAL, index, location);
  if (c.unit.entry.canSeeClassScope && scope === Scope.GLOBAL_IMPLICIT) {
    loadClassDict(c, location);
    c.op1(Op.LOAD_FROM_DICT_OR_GLOBALS, index, location);
  } else c.op1(Op.LOAD_GLOBAL, index << 1, location);
}

function loadClassDict(c: CodeGenerator, location: Location): void {
  c.op1(Op.LOAD_DEREF, indexOf(c.unit.freevars, "__classdict__"), location);
}
