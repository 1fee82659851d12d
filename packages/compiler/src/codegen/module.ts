// A whole module.

import { type CodeObject } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { lineLocation } from "../location.ts";
import { Op } from "../opcodes.ts";
import { visitBody } from "./body.ts";
import { visitExpression } from "./expressions.ts";
import { CodeGenerator, type GeneratorOptions } from "./generator.ts";
import { indexOf } from "./unit.ts";

/** The code object of a preprocessed module. @throws CompileError for what CPython's code generator refuses. */
export function generateModule(module: ast.ModuleNode, options: GeneratorOptions): CodeObject {
  const c = new CodeGenerator(options);
  switch (module.node) {
    case "Module":
    case "Interactive": {
      const [first] = module.body;
      const location = first === undefined ? lineLocation(1) : c.locate(first);
      if (c.unit.entry.hasConditionalAnnotations) {
        c.op1(Op.BUILD_SET, 0, location);
        c.op1(Op.STORE_NAME, indexOf(c.unit.names, "__conditional_annotations__"), location);
      }
      visitBody(c, module.body, location);
      return c.exitScope({ returnsNone: true });
    }
    case "Expression":
      visitExpression(c, module.body);
      return c.exitScope({ returnsNone: false });
    case "FunctionType":
      throw new TypeError("a function type cannot be compiled");
  }
}
