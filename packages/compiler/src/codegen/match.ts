// `match`: the subject is copied for each case; patterns take it from the stack and leave captures there, below what is still
// to be matched. Names are bound only when a whole pattern has matched.

import { type ast } from "@tjit/parser";
import { type Location, NEXT_LOCATION, NO_LOCATION } from "../location.ts";
import { Op } from "../opcodes.ts";
import { jumpIf } from "./conditions.ts";
import { visitExpression } from "./expressions.ts";
import { type CodeGenerator } from "./generator.ts";
import { nameOperation } from "./names.ts";
import { PatternContext, isWildcard, visitPattern } from "./patterns.ts";
import { visitStatements } from "./statements.ts";

/** `match subject: case pattern if guard: body`. */
export function visitMatch(c: CodeGenerator, node: ast.Match): void {
  visitExpression(c, node.subject);
  const end = c.newLabel();
  const { cases } = node;
  const last = cases.at(-1);
  // A final `case _` needs no copy of the subject.
  const hasDefault = last !== undefined && isWildcard(last.pattern) && cases.length > 1;
  const tested = hasDefault ? cases.slice(0, -1) : cases;
  tested.forEach((each, index) => {
    const location = c.locate(each.pattern);
    const keepsSubject = index < tested.length - 1;
    if (keepsSubject) c.op1(Op.COPY, 1, location);
    const context = new PatternContext(c, { allowIrrefutable: each.guard !== null || index === cases.length - 1 });
    visitPattern(c, each.pattern, context);
    for (const name of context.stores) nameOperation(c, name, "Store", location);
    if (each.guard !== null) {
      const fail = context.failLabel(0);
      jumpIf(c, each.guard, fail, false, location);
    }
    if (keepsSubject) c.op(Op.POP_TOP, subjectLocation);
    visitStatements(c, each.body);
    c.jump(Op.JUMP, end, NO_LOCATION);
    context.emitFailures(location);
  });
  if (hasDefault) visitDefault(c, last, end);
  c.useLabel(end);
}

/** The subject is dropped with the line of what follows. */
const subjectLocation: Location = NEXT_LOCATION;

function visitDefault(c: CodeGenerator, node: ast.MatchCase, end: ReturnType<CodeGenerator["newLabel"]>): void {
  const location = c.locate(node.pattern);
  // Makes no code, but is a line that was reached.
  c.op(Op.NOP, location);
  if (node.guard !== null) jumpIf(c, node.guard, end, false, location);
  visitStatements(c, node.body);
}
