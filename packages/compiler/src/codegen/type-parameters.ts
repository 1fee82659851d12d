// Type parameters (PEP 695, 696) and `type` statements. A generic definition is compiled inside a function that makes its type
// variables and is called at once; bounds, constraints, defaults and values are functions that are called when asked for.

import { intrinsics1, intrinsics2 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, intConstant, stringConstant } from "../constants/constant.ts";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { type SymbolTableEntry, lookupBlock } from "../symtable/entry.ts";
import { enterAnnotationScope, visitMaybeStarred } from "./annotations.ts";
import { FunctionAttribute, makeClosure } from "./closures.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator, type ScopeOptions } from "./generator.ts";
import { nameOperation } from "./names.ts";

/** Starts the function around a generic definition and leaves the tuple of its type parameters. */
export function enterTypeParameters(
  c: CodeGenerator,
  name: string,
  parameters: readonly ast.TypeParameter[],
  line: number,
  options: ScopeOptions,
): void {
  enterGenericScope(c, name, parameters, line, options);
  visitTypeParameters(c, parameters);
}

function enterGenericScope(
  c: CodeGenerator,
  name: string,
  parameters: readonly ast.TypeParameter[],
  line: number,
  options: ScopeOptions,
): void {
  const entry = lookupBlock(c.symbolTable.blocks, parameters);
  c.enterScope(`<generic parameters of ${name}>`, "annotations", entry, line, options);
}

/** Calls the function around a generic definition, with that many arguments below it. */
export function callTypeParameters(c: CodeGenerator, passed: number, location: Location): void {
  if (passed > 0) {
    c.op1(Op.SWAP, passed + 1, location);
    c.op1(Op.CALL, passed - 1, location);
  } else {
    c.op(Op.PUSH_NULL, location);
    c.op1(Op.CALL, 0, location);
  }
}

function visitTypeParameters(c: CodeGenerator, parameters: readonly ast.TypeParameter[]): void {
  const { blocks, defaults } = c.symbolTable;
  let seenDefault = false;
  for (const parameter of parameters) {
    const location = c.locate(parameter);
    c.loadConst(stringConstant(parameter.name), location);
    makeTypeParameter(c, parameter, location);
    const value = parameter.default_value;
    if (value !== null) {
      seenDefault = true;
      const entry = lookupBlock(parameter.node === "TypeVar" ? defaults : blocks, parameter);
      makeLazy(c, value, parameter.name, entry);
      c.op1(Op.CALL_INTRINSIC_2, intrinsics2.indexOf("INTRINSIC_SET_TYPEPARAM_DEFAULT"), location);
    } else if (seenDefault) {
      throw c.error(`non-default type parameter '${parameter.name}' follows default type parameter`, parameter);
    }
    c.op1(Op.COPY, 1, location);
    nameOperation(c, parameter.name, "Store", location);
  }
  const [first] = parameters;
  if (first !== undefined) c.op1(Op.BUILD_TUPLE, parameters.length, c.locate(first));
}

function makeTypeParameter(c: CodeGenerator, parameter: ast.TypeParameter, location: Location): void {
  const intrinsic = (name: (typeof intrinsics1)[number]): void =>
    c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf(name), location);
  switch (parameter.node) {
    case "ParamSpec":
      return intrinsic("INTRINSIC_PARAMSPEC");
    case "TypeVarTuple":
      return intrinsic("INTRINSIC_TYPEVARTUPLE");
    case "TypeVar": {
      const { bound } = parameter;
      if (bound === null) return intrinsic("INTRINSIC_TYPEVAR");
      makeLazy(c, bound, parameter.name, lookupBlock(c.symbolTable.blocks, parameter));
      const name = bound.node === "Tuple" ? "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS" : "INTRINSIC_TYPEVAR_WITH_BOUND";
      return c.op1(Op.CALL_INTRINSIC_2, intrinsics2.indexOf(name), location);
    }
  }
}

/** Leaves a function that evaluates the expression; its format defaults to that of plain values. */
function makeLazy(c: CodeGenerator, node: ast.Expression, name: string, entry: SymbolTableEntry): void {
  const location = c.locate(node);
  c.loadConst({ type: "tuple", items: [intConstant(1)] }, location);
  enterAnnotationScope(c, name, entry, location);
  visitMaybeStarred(c, node, location);
  c.op(Op.RETURN_VALUE, location);
  const code = c.exitScope({ returnsNone: true });
  makeClosure(c, code, FunctionAttribute.DEFAULTS, location);
}

/** `type name[parameters] = value`. */
export function visitTypeAlias(c: CodeGenerator, node: ast.TypeAlias): void {
  const location = c.locate(node);
  if (node.name.node !== "Name") throw new TypeError("a type alias has a name");
  const name = node.name.id;
  const isGeneric = node.type_params.length > 0;
  if (isGeneric) {
    enterGenericScope(c, name, node.type_params, location.line, {});
    c.loadConst(stringConstant(name), location);
    visitTypeParameters(c, node.type_params);
  } else {
    c.loadConst(stringConstant(name), location);
    c.loadConst(NONE, location);
  }
  visitAliasValue(c, node, name);
  if (isGeneric) {
    const code = c.exitScope({ returnsNone: false });
    makeClosure(c, code, 0, location);
    callTypeParameters(c, 0, location);
  }
  nameOperation(c, name, "Store", location);
}

function visitAliasValue(c: CodeGenerator, node: ast.TypeAlias, name: string): void {
  const location = c.locate(node);
  c.loadConst({ type: "tuple", items: [intConstant(1)] }, location);
  enterAnnotationScope(c, name, lookupBlock(c.symbolTable.blocks, node), location);
  visitExpression(c, node.value);
  c.op(Op.RETURN_VALUE, location);
  const code = c.exitScope({ returnsNone: false });
  makeClosure(c, code, FunctionAttribute.DEFAULTS, location);
  c.op1(Op.BUILD_TUPLE, 3, location);
  c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_TYPEALIAS"), location);
}
