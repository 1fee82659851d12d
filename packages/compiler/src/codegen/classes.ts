// `class`: a function whose locals become the namespace, given to `__build_class__`.

import { intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, intConstant, stringConstant, stringTuple } from "../constants/constant.ts";
import { NO_LOCATION, lineLocation } from "../location.ts";
import { Op } from "../opcodes.ts";
import { lookupBlock } from "../symtable/entry.ts";
import { visitBody } from "./body.ts";
import { callWith } from "./calls.ts";
import { makeClosure } from "./closures.ts";
import { visitExpressions } from "./expressions.ts";
import { applyDecorators, firstLineOf } from "./functions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { callTypeParameters, enterTypeParameters } from "./type-parameters.ts";
import { compareCodePoints, indexOf } from "./unit.ts";

/** `class name(bases): body`. */
export function visitClass(c: CodeGenerator, node: ast.ClassDef): void {
  visitExpressions(c, node.decorator_list);
  const location = c.locate(node);
  const firstLine = firstLineOf(c, node);
  const isGeneric = node.type_params.length > 0;
  if (isGeneric) {
    enterTypeParameters(c, node.name, node.type_params, firstLine, { className: node.name });
    nameOperation(c, ".type_params", "Store", location);
  }
  visitClassBody(c, node, firstLine);
  const call = { args: node.bases, keywords: node.keywords };
  if (isGeneric) {
    nameOperation(c, ".type_params", "Load", location);
    c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_SUBSCRIPT_GENERIC"), location);
    nameOperation(c, ".generic_base", "Store", location);
    callWith(c, call, { pushed: 2, injected: ".generic_base" }, location);
    const code = c.exitScope({ returnsNone: false });
    makeClosure(c, code, 0, location);
    callTypeParameters(c, 0, location);
  } else callWith(c, call, { pushed: 2 }, location);
  applyDecorators(c, node.decorator_list);
  nameOperation(c, node.name, "Store", location);
}

/** Leaves `__build_class__`, the body as a function, and the name. */
function visitClassBody(c: CodeGenerator, node: ast.ClassDef, firstLine: number): void {
  const entry = lookupBlock(c.symbolTable.blocks, node);
  c.enterScope(node.name, "class", entry, firstLine, { className: node.name });
  const { unit } = c;
  const start = lineLocation(firstLine);
  nameOperation(c, "__name__", "Load", start);
  nameOperation(c, "__module__", "Store", start);
  c.loadConst(stringConstant(unit.qualname), start);
  nameOperation(c, "__qualname__", "Store", start);
  c.loadConst(intConstant(firstLine), start);
  nameOperation(c, "__firstlineno__", "Store", start);
  if (node.type_params.length > 0) {
    nameOperation(c, ".type_params", "Load", start);
    nameOperation(c, "__type_params__", "Store", start);
  }
  if (entry.needsClassDict) {
    c.op(Op.LOAD_LOCALS, start);
    c.op1(Op.STORE_DEREF, indexOf(unit.cellvars, "__classdict__"), start);
  }
  if (entry.hasConditionalAnnotations) {
    c.op1(Op.BUILD_SET, 0, start);
    c.op1(Op.STORE_DEREF, indexOf(unit.cellvars, "__conditional_annotations__"), start);
  }
  visitBody(c, node.body, start);

  c.loadConst(stringTuple([...unit.staticAttributes].sort(compareCodePoints)), NO_LOCATION);
  nameOperation(c, "__static_attributes__", "Store", NO_LOCATION);
  if (entry.needsClassDict) {
    c.op1(Op.LOAD_CLOSURE, indexOf(unit.cellvars, "__classdict__"), NO_LOCATION);
    nameOperation(c, "__classdictcell__", "Store", NO_LOCATION);
  }
  if (entry.needsClassClosure) {
    c.op1(Op.LOAD_CLOSURE, indexOf(unit.cellvars, "__class__"), NO_LOCATION);
    c.op1(Op.COPY, 1, NO_LOCATION);
    nameOperation(c, "__classcell__", "Store", NO_LOCATION);
  } else c.loadConst(NONE, NO_LOCATION);
  c.op(Op.RETURN_VALUE, NO_LOCATION);
  const code = c.exitScope({ returnsNone: true });

  const location = c.locate(node);
  c.op(Op.LOAD_BUILD_CLASS, location);
  c.op(Op.PUSH_NULL, location);
  makeClosure(c, code, 0, location);
  c.loadConst(stringConstant(node.name), location);
}
