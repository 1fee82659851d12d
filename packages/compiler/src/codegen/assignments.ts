// Assignment and augmented assignment.

import { type ast } from "@tjit/parser";
import { Op } from "../opcodes.ts";
import { attributeLocation, isTwoPartSlice, visitSliceBounds } from "./access.ts";
import { inplaceOperation, subscriptOperation, visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";

/** `target = … = value`. */
export function visitAssign(c: CodeGenerator, node: ast.Assign): void {
  visitExpression(c, node.value);
  node.targets.forEach((target, index) => {
    if (index < node.targets.length - 1) c.op1(Op.COPY, 1, c.locate(node));
    visitExpression(c, target);
  });
}

/** `target op= value`: the target's parts are evaluated once, and kept below its value. */
export function visitAugAssign(c: CodeGenerator, node: ast.AugAssign): void {
  const { target, value, op } = node;
  const location = c.locate(target);
  const operate = (): void => {
    visitExpression(c, value);
    inplaceOperation(c, op, c.locate(node));
  };
  switch (target.node) {
    case "Attribute": {
      const at = attributeLocation(c, location, target);
      visitExpression(c, target.value);
      c.op1(Op.COPY, 1, location);
      c.loadAttribute(target.attr, { method: false }, at);
      operate();
      c.op1(Op.SWAP, 2, at);
      return c.opName(Op.STORE_ATTR, target.attr, at);
    }
    case "Subscript":
      visitExpression(c, target.value);
      if (isTwoPartSlice(target.slice)) {
        visitSliceBounds(c, target.slice);
        for (let count = 0; count < 3; count++) c.op1(Op.COPY, 3, location);
        c.op(Op.BINARY_SLICE, location);
        operate();
        for (const depth of [4, 3, 2]) c.op1(Op.SWAP, depth, location);
        return c.op(Op.STORE_SLICE, location);
      }
      visitExpression(c, target.slice);
      c.op1(Op.COPY, 2, location);
      c.op1(Op.COPY, 2, location);
      subscriptOperation(c, location);
      operate();
      c.op1(Op.SWAP, 3, location);
      c.op1(Op.SWAP, 2, location);
      return c.op(Op.STORE_SUBSCR, location);
    case "Name":
      nameOperation(c, target.id, "Load", location);
      operate();
      return nameOperation(c, target.id, "Store", location);
    default:
      throw new TypeError(`${target.node} is no target of augmented assignment`);
  }
}
