// `super().name` and `super(type, object).name`: one instruction that makes no super object, where `super` cannot be seen to
// be anything but the builtin.

import { type ast } from "@tjit/parser";
import { type Location } from "../location.ts";
import { Op } from "../opcodes.ts";
import { Scope } from "../symtable/flags.ts";
import { visitExpressions } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { indexOf } from "./unit.ts";

/** The call of `super` that an attribute is taken from, if it can be optimized. */
export function superCall(c: CodeGenerator, node: ast.Attribute): ast.Call | null {
  const call = node.value;
  if (call.node !== "Call" || call.func.node !== "Name" || call.func.id !== "super") return null;
  if (node.attr === "__class__" || call.keywords.length > 0) return null;
  if (c.unit.entry.scope("super") !== Scope.GLOBAL_IMPLICIT || c.symbolTable.top.scope("super") !== 0) return null;
  if (call.args.length === 2) return call.args.some((argument) => argument.node === "Starred") ? null : call;
  if (call.args.length !== 0) return null;
  const { counts, entry } = c.unit;
  if (counts.argcount + counts.posonlyargcount === 0) return null;
  return entry.scope("__class__") === Scope.FREE ? call : null;
}

/** Loads the attribute; as a method, leaves what to call and the receiver. */
export function loadSuperAttribute(
  c: CodeGenerator,
  node: ast.Attribute,
  call: ast.Call,
  { method }: { readonly method: boolean },
  location: Location,
): void {
  nameOperation(c, "super", "Load", c.locate(call.func));
  if (call.args.length === 2) visitExpressions(c, call.args);
  else {
    const callLocation = c.locate(call);
    const [self = ""] = c.unit.varnames.keys();
    nameOperation(c, "__class__", "Load", callLocation);
    nameOperation(c, self, "Load", callLocation);
  }
  const index = indexOf(c.unit.names, c.mangled(node.attr));
  c.op1(Op.LOAD_SUPER_ATTR, (index << 2) | (call.args.length === 2 ? 2 : 0) | (method ? 1 : 0), location);
}
