// Blocks of annotations: they are functions that run when somebody asks for `__annotations__`.

import { type ast } from "@tjit/parser";
import { type SymbolTableBuilder } from "./builder.ts";
import { visitExpression } from "./expressions.ts";
import { Definition } from "./flags.ts";

/** Annotation of a variable. All those of a block share one block. In functions they are never evaluated. */
export function visitAnnotation(st: SymbolTableBuilder, annotation: ast.Expression): void {
  const parent = st.current;
  const location = st.locate(annotation);
  const unevaluated = parent.type === "function";
  // A module may be run in part, so its annotations always depend on being reached.
  const isConditional = parent.type === "module" || (parent.type === "class" && parent.inConditionalBlock);
  if (isConditional && !parent.hasConditionalAnnotations) {
    parent.hasConditionalAnnotations = true;
    st.define("__conditional_annotations__", Definition.USE, location);
  }
  if (parent.annotationBlock === null) {
    parent.annotationBlock = st.enter("__annotate__", "annotation", location);
    if (parent.type === "class" && !st.futureAnnotations) {
      st.current.canSeeClassScope = true;
      st.define("__classdict__", Definition.USE, location);
    }
  } else st.enterExisting(parent.annotationBlock);
  if (unevaluated) st.current.inUnevaluatedAnnotation = true;
  visitExpression(st, annotation);
  if (unevaluated) st.current.inUnevaluatedAnnotation = false;
  st.exit();
}

/** Annotations of a function's parameters and result, in a block beside the function's. */
export function visitFunctionAnnotations(st: SymbolTableBuilder, node: ast.FunctionDef | ast.AsyncFunctionDef): void {
  const { args, returns } = node;
  const inClass = st.current.canSeeClassScope || st.current.type === "class";
  const location = st.locate(node);
  const entry = st.enter("__annotate__", "annotation", location);
  st.blocks.set(args, entry);
  if (inClass) {
    entry.canSeeClassScope = true;
    st.define("__classdict__", Definition.USE, location);
  }
  const visit = (annotation: ast.Expression | null | undefined): void => {
    if (annotation === null || annotation === undefined) return;
    entry.annotationsUsed = true;
    visitExpression(st, annotation);
  };
  for (const argument of [...args.posonlyargs, ...args.args]) visit(argument.annotation);
  visit(args.vararg?.annotation);
  visit(args.kwarg?.annotation);
  for (const argument of args.kwonlyargs) visit(argument.annotation);
  visit(returns);
  st.exit();
}
