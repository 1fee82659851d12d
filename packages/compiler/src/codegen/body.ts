// Bodies of modules and classes: docstring, statements, and the function that evaluates their annotations.

import { type ast } from "@tjit/parser";
import { stringConstant } from "../constants/constant.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { cleanDocstring, getDocstring } from "../preprocess/docstring.ts";
import { visitDeferredAnnotations } from "./annotations.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { visitStatements } from "./statements.ts";

/** A module or class body. `location` is for what the compiler adds at its ends. */
export function visitBody(c: CodeGenerator, body: readonly ast.Statement[], location: Location): void {
  const { entry } = c.unit;
  if (c.futureAnnotations && entry.annotationsUsed) c.op(Op.SETUP_ANNOTATIONS, location);
  if (body.length === 0) return;
  const [first, ...rest] = body;
  // At the prompt a string is a string.
  const docstring = entry.hasDocstring && !c.isInteractiveTopLevel ? getDocstring(body) : null;
  if (docstring !== null && first?.node === "Expr") {
    c.loadConst(stringConstant(cleanDocstring(docstring)), c.locate(first.value));
    nameOperation(c, "__doc__", "Store", NO_LOCATION);
    visitStatements(c, rest);
  } else visitStatements(c, body);
  if (!c.futureAnnotations) visitDeferredAnnotations(c, location);
}
