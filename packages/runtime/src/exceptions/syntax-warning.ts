// Warnings of the parser and the compiler about a source.

import { decref } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { clearIf } from "./errors.ts";
import { type SyntaxProblem, raiseSyntaxError } from "./syntax-error.ts";
import { warnExplicit } from "./warn-explicit.ts";

/** A warning about a source: `type` is the name of its category. */
export interface SyntaxCaution extends Omit<SyntaxProblem, "type"> {
  readonly type: "SyntaxWarning" | "DeprecationWarning";
}

/** What warnings of escape sequences say and errors do not. */
const future = " Such sequences will not work in the future.";

/** Warns. Status: where filters make an exception of a SyntaxWarning, it is a SyntaxError. */
export function warnOfSource(rt: Runtime, caution: SyntaxCaution): number {
  const category = rt.types[caution.type];
  const message = newStr(rt, caution.message);
  const filename = newStr(rt, caution.filename);
  const place = { line: caution.lineno, module: 0, registry: 0, source: 0 };
  const status = warnExplicit(rt, { category, message, filename, ...place });
  decref(rt, message);
  decref(rt, filename);
  if (status < 0 && clearIf(rt, rt.types.SyntaxWarning))
    raiseSyntaxError(rt, { ...caution, type: "SyntaxError", message: caution.message.replace(future, "") });
  return status;
}
