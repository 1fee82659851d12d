// Annotations (PEP 649): functions named `__annotate__` that evaluate them when somebody asks. With the future import they are
// strings, stored at once.

import { commonConstants } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { intConstant, stringConstant } from "../constants/constant.ts";
import { InstructionSequence } from "../flowgraph/sequence.ts";
import { type Location } from "../location.ts";
import { mangle } from "../mangle.ts";
import { Op } from "../opcodes.ts";
import { type SymbolTableEntry, lookupBlock } from "../symtable/entry.ts";
import { FunctionAttribute, makeClosure } from "./closures.ts";
import { compareOperation } from "./conditions.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { NO_ARGUMENTS, indexOf } from "./unit.ts";
import { unparse } from "./unparse.ts";

/** `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`: the last format that these functions know. */
const valueWithFakeGlobals = 2;

/** Starts a function of one parameter, the format, which raises for formats that it does not know. */
export function enterAnnotationScope(
  c: CodeGenerator,
  name: string,
  entry: SymbolTableEntry,
  location: Location,
): void {
  const counts = { ...NO_ARGUMENTS, posonlyargcount: 1 };
  c.enterScope(name, "annotations", entry, location.line, { counts });
  const body = c.newLabel();
  c.op1(Op.LOAD_FAST, 0, location);
  c.loadConst(intConstant(valueWithFakeGlobals), location);
  compareOperation(c, "Gt", location);
  c.jump(Op.POP_JUMP_IF_FALSE, body, location);
  c.op1(Op.LOAD_COMMON_CONSTANT, commonConstants.indexOf("NotImplementedError"), location);
  c.op1(Op.RAISE_VARARGS, 1, location);
  c.useLabel(body);
}

/** Ends such a function and leaves it. Its parameter is named for the signature, not for the scope it was compiled in. */
function leaveAnnotationScope(c: CodeGenerator, location: Location): void {
  c.op(Op.RETURN_VALUE, location);
  const code = c.exitScope({ returnsNone: true });
  const localsplus = code.localsplus.map((local, index) => (index === 0 ? { ...local, name: "format" } : local));
  makeClosure(c, { ...code, localsplus }, 0, location);
}

/** Annotations of a function's parameters and result; gives the flag of what is left on the stack. */
export function visitFunctionAnnotations(c: CodeGenerator, node: ast.FunctionDef | ast.AsyncFunctionDef): number {
  const { args, returns } = node;
  const location = c.locate(node);
  const entry = lookupBlock(c.symbolTable.blocks, args);
  if (!entry.annotationsUsed) return 0;
  enterAnnotationScope(c, entry.name, entry, location);
  let count = 0;
  const visit = (name: string, annotation: ast.Expression | null): void => {
    if (annotation === null) return;
    c.loadConst(stringConstant(c.mangled(name)), location);
    if (c.futureAnnotations) visitAsString(c, annotation);
    else visitMaybeStarred(c, annotation, location);
    count++;
  };
  for (const { arg, annotation } of [...args.args, ...args.posonlyargs]) visit(arg, annotation);
  if (args.vararg !== null) visit(args.vararg.arg, args.vararg.annotation);
  for (const { arg, annotation } of args.kwonlyargs) visit(arg, annotation);
  if (args.kwarg !== null) visit(args.kwarg.arg, args.kwarg.annotation);
  visit("return", returns);
  c.op1(Op.BUILD_MAP, count, location);
  leaveAnnotationScope(c, location);
  return FunctionAttribute.ANNOTATE;
}

/** `*args: *Ts` has one value in `Ts`. */
export function visitMaybeStarred(c: CodeGenerator, node: ast.Expression, location: Location): void {
  if (node.node !== "Starred") return visitExpression(c, node);
  visitExpression(c, node.value);
  c.op1(Op.UNPACK_SEQUENCE, 1, location);
}

function visitAsString(c: CodeGenerator, annotation: ast.Expression): void {
  c.loadConst(stringConstant(unparse(annotation)), c.locate(annotation));
}

/** `target: annotation = value`. */
export function visitAnnAssign(c: CodeGenerator, node: ast.AnnAssign): void {
  const { target, value, annotation } = node;
  if (value !== null) {
    visitExpression(c, value);
    visitExpression(c, target);
  }
  switch (target.node) {
    case "Name":
      if (node.simple === 1 && (c.unit.scopeType === "module" || c.unit.scopeType === "class")) {
        if (c.futureAnnotations) storeAsString(c, node, target.id, annotation);
        else deferAnnotation(c, node);
      }
      return;
    case "Attribute":
      if (value === null) evaluate(c, target.value);
      return;
    case "Subscript":
      if (value !== null) return;
      evaluate(c, target.value);
      return evaluateSubscript(c, target.slice);
    default:
  }
}

function storeAsString(c: CodeGenerator, node: ast.AnnAssign, name: string, annotation: ast.Expression): void {
  const location = c.locate(node);
  visitAsString(c, annotation);
  c.opName(Op.LOAD_NAME, "__annotations__", location);
  c.loadConst(stringConstant(c.mangled(name)), location);
  c.op(Op.STORE_SUBSCR, location);
}

function deferAnnotation(c: CodeGenerator, node: ast.AnnAssign): void {
  const { unit } = c;
  const location = c.locate(node);
  const isConditional = unit.scopeType === "module" || unit.conditionalBlockDepth > 0;
  const conditionalIndex = isConditional ? unit.nextConditionalAnnotation++ : null;
  unit.deferredAnnotations.push({ statement: node, conditionalIndex });
  if (conditionalIndex === null) return;
  if (unit.scopeType === "class") {
    c.op1(Op.LOAD_DEREF, indexOf(unit.cellvars, "__conditional_annotations__"), location);
  } else c.opName(Op.LOAD_NAME, "__conditional_annotations__", location);
  c.loadConst(intConstant(conditionalIndex), location);
  c.op1(Op.SET_ADD, 1, location);
  c.op(Op.POP_TOP, location);
}

/** What is not assigned to must exist all the same. */
function evaluate(c: CodeGenerator, node: ast.Expression): void {
  visitExpression(c, node);
  c.op(Op.POP_TOP, c.locate(node));
}

function evaluateSubscript(c: CodeGenerator, node: ast.Expression): void {
  if (node.node === "Slice") {
    for (const part of [node.lower, node.upper, node.step]) if (part !== null) evaluate(c, part);
  } else if (node.node === "Tuple") node.elts.forEach((element) => evaluateSubscript(c, element));
  else evaluate(c, node);
}

/** Makes the function that evaluates the annotations of a module (in front of its code) or a class (at its end). */
export function visitDeferredAnnotations(c: CodeGenerator, location: Location): void {
  const { unit } = c;
  const { annotationBlock } = unit.entry;
  if (unit.deferredAnnotations.length === 0 || annotationBlock === null) return;
  const inFront = unit.scopeType === "module";
  if (inFront) {
    unit.stashedSequence = unit.sequence;
    unit.sequence = new InstructionSequence();
  }
  enterAnnotationScope(c, annotationBlock.name, annotationBlock, location);
  c.op1(Op.BUILD_MAP, 0, location);
  for (const { statement, conditionalIndex } of unit.deferredAnnotations) {
    const { target, annotation } = statement;
    if (target.node !== "Name") continue;
    const at = c.locate(statement);
    const notSet = c.newLabel();
    if (conditionalIndex !== null) {
      c.loadConst(intConstant(conditionalIndex), at);
      if (inFront) c.op1(Op.LOAD_GLOBAL, indexOf(c.unit.names, "__conditional_annotations__") << 1, at);
      else c.op1(Op.LOAD_DEREF, indexOf(c.unit.freevars, "__conditional_annotations__"), at);
      c.op1(Op.CONTAINS_OP, 0, at);
      c.jump(Op.POP_JUMP_IF_FALSE, notSet, at);
    }
    visitExpression(c, annotation);
    c.op1(Op.COPY, 2, at);
    c.loadConst(stringConstant(mangle(unit.className, target.id)), at);
    c.op(Op.STORE_SUBSCR, location);
    c.useLabel(notSet);
  }
  leaveAnnotationScope(c, location);
  nameOperation(c, unit.scopeType === "class" ? "__annotate_func__" : "__annotate__", "Store", location);
  if (inFront && unit.stashedSequence !== null) {
    unit.stashedSequence.annotations = unit.sequence;
    unit.sequence = unit.stashedSequence;
    unit.stashedSequence = null;
  }
}
