// `import` and `from … import`.

import { intrinsics1 } from "@tjit/bytecode";
import { type ast } from "@tjit/parser";
import { NONE, intConstant, stringTuple } from "../constants/constant.ts";
import { type Location, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { indexOf } from "./unit.ts";

/** `import a.b, c as d`. */
export function visitImport(c: CodeGenerator, node: ast.Import): void {
  const location = c.locate(node);
  for (const { name, asname } of node.names) {
    c.loadConst(intConstant(0), location);
    c.loadConst(NONE, location);
    c.opName(Op.IMPORT_NAME, name, location);
    if (asname !== null) storeAs(c, name, asname, location);
    else nameOperation(c, name.split(".")[0] ?? name, "Store", location);
  }
}

/** `import a.b.c as d` gives the package `a`, from which `c` is reached step by step. */
function storeAs(c: CodeGenerator, name: string, asname: string, location: Location): void {
  const [, ...attributes] = name.split(".");
  attributes.forEach((attribute, index) => {
    if (index > 0) {
      c.op1(Op.SWAP, 2, location);
      c.op(Op.POP_TOP, location);
    }
    c.op1(Op.IMPORT_FROM, indexOf(c.unit.names, attribute), location);
  });
  nameOperation(c, asname, "Store", location);
  if (attributes.length > 0) c.op(Op.POP_TOP, location);
}

/** `from module import name, …`. */
export function visitImportFrom(c: CodeGenerator, node: ast.ImportFrom): void {
  const location = c.locate(node);
  c.loadConst(intConstant(node.level), location);
  c.loadConst(stringTuple(node.names.map(({ name }) => name)), location);
  c.opName(Op.IMPORT_NAME, node.module ?? "", location);
  if (node.names[0]?.name === "*") {
    c.op1(Op.CALL_INTRINSIC_1, intrinsics1.indexOf("INTRINSIC_IMPORT_STAR"), location);
    c.op(Op.POP_TOP, NO_LOCATION);
    return;
  }
  for (const { name, asname } of node.names) {
    c.opName(Op.IMPORT_FROM, name, location);
    nameOperation(c, asname ?? name, "Store", location);
  }
  c.op(Op.POP_TOP, location);
}
