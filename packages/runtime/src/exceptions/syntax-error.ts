// SyntaxError and its kin, raised with everything that the parser or the compiler says.

import { newInt } from "../object/int.ts";
import { None, True, decref } from "../object/reference.ts";
import { newStr } from "../object/str.ts";
import { tupleOf } from "../object/tuple.ts";
import { callOneArgument, callTwoArguments } from "../protocols/call.ts";
import { type Runtime } from "../runtime.ts";
import { raise } from "./errors.ts";
import { setExceptionState } from "./exception-state.ts";

/** What is wrong with a source. */
export interface SyntaxProblem {
  /** `SyntaxError`, `IndentationError`, `TabError`; `MemoryError` or `RecursionError` where the nesting is too deep. */
  readonly type: string;
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  /** 1-based, in characters. */
  readonly offset: number;
  readonly endLineno: number;
  readonly endOffset: number;
  readonly text: string | null;
  /** The text ends too early: `compile` may be asked to say so. */
  readonly isIncomplete?: boolean;
  /** What `traceback` needs to find a misspelt keyword, and that, if there is one. */
  readonly metadata?: {
    readonly source: string;
    readonly lastStatement: number;
    readonly typo: { readonly keyword: string; readonly offset: number; readonly endOffset: number } | null;
  };
}

/** Raises it. Returns NULL. */
export function raiseSyntaxError(rt: Runtime, problem: SyntaxProblem): 0 {
  const message = newStr(rt, problem.message);
  if (problem.lineno === 0 && problem.text === null) {
    // It belongs to no line: a null byte in the source.
    const whole = callOneArgument(rt, typeNamed(rt, problem.type), message);
    decref(rt, message);
    if (whole !== 0) raise(rt, whole);
    return 0;
  }
  const place = tupleOf(
    rt,
    newStr(rt, problem.filename),
    newInt(rt, problem.lineno),
    newInt(rt, problem.offset),
    problem.text === null ? None : newStr(rt, problem.text),
    newInt(rt, problem.endLineno),
    newInt(rt, problem.endOffset),
  );
  const exception = callTwoArguments(rt, typeNamed(rt, problem.type), message, place);
  decref(rt, message);
  decref(rt, place);
  if (exception === 0) return 0;
  const { metadata } = problem;
  if (problem.isIncomplete === true) setExceptionState(rt, exception, "incomplete", True);
  if (metadata !== undefined) {
    const { source, lastStatement, typo } = metadata;
    setState(rt, exception, "_metadata", tupleOf(rt, newInt(rt, lastStatement), newInt(rt, 0), newStr(rt, source)));
    if (typo !== null)
      setState(
        rt,
        exception,
        "typo",
        tupleOf(rt, newStr(rt, typo.keyword), newInt(rt, typo.offset), newInt(rt, typo.endOffset)),
      );
  }
  raise(rt, exception);
  return 0;
}

function setState(rt: Runtime, exception: number, name: string, value: number): void {
  setExceptionState(rt, exception, name, value);
  decref(rt, value);
}

function typeNamed(rt: Runtime, name: string): number {
  switch (name) {
    case "IndentationError":
    case "TabError":
    case "MemoryError":
    case "RecursionError":
      return rt.types[name];
    default:
      return rt.types.SyntaxError;
  }
}
