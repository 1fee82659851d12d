// A trace as text. Everything of the trace is in it, so that parsing gives the trace back; what a reader infers with effort, the
// stack at each uop, can be added as comments.
//
//   trace "loop" dialect calc entry 0
//   frame 0 "main" parent - code 0 start 0 locals 2 size 64
//   constant 0 float 1.5 reference 0
//   exit 0 side frame 0 target 14 recover 0:own
//
//     0  _START
//   loop:
//     1  _LOAD_LOCAL oparg=1                 @0:12             ; [v3]
//     2  _GUARD_TOP_FLOAT exit=0             @0:14             ; [v3]
//
// A uop's origin is `@frame:offset`, then who made it unless the tracer did; it is left out when it repeats the line before.
// Operands print by kind: `c0` is constant 0, `f1` frame 1. Cost: linear; strings are built here and nowhere else.

import type { DialectIndex } from "./dialect.ts";
import type { FoldableValue } from "./plain-values.ts";
import { elementAt } from "./element.ts";
import { type Exit, type Origin, type Recovery, type Trace, type TraceFrame, type Uop, noExit } from "./trace.ts";
import type { OperandKind } from "./uop.ts";
import type { Walk } from "./walk.ts";
import { walkTrace } from "./walker.ts";

/** What to print besides the trace. */
export interface PrintOptions {
  /** The stack before each uop, as value names. */
  readonly stack?: "show" | "hide";
  /** Comment lines below uop `at`. */
  readonly notes?: (at: number) => readonly string[];
}

/** Prints a trace; {@link parseTrace} reads it back. */
export function printTrace(trace: Trace, index: DialectIndex, options: PrintOptions = {}): string {
  const walk = options.stack === "show" ? walkTrace(trace, index, { snapshots: "keep" }) : undefined;
  const lines = [
    `trace ${quote(trace.name)} dialect ${word(trace.dialect)} entry ${trace.entryDepth}`,
    ...trace.frames.map(printFrame),
    ...trace.constants.map((constant, id) => {
      const immortal = constant.isImmortal ? " immortal" : "";
      return `constant ${id} ${word(constant.type)} ${printValue(constant.value)} reference ${constant.reference}${immortal}`;
    }),
    ...trace.dependencies.map((dependency) => `dependency ${word(dependency.kind)} ${dependency.reference}`),
    ...trace.exits.map(printExit),
    "",
  ];
  let before: Origin | undefined;
  trace.uops.forEach((uop, at) => {
    if (at === trace.loopHead) lines.push("loop:");
    lines.push(printLine(uop, at, index, before, walk));
    for (const note of options.notes?.(at) ?? []) lines.push(`     ; ${note}`);
    before = uop.origin;
  });
  if (trace.loopHead >= trace.uops.length) lines.push("loop:");
  return `${lines.join("\n")}\n`;
}

/** One uop without its origin, as in `_LOAD_LOCAL oparg=1 exit=0`. */
export function printUop(uop: Uop, index: DialectIndex): string {
  const definition = index.dialect.uops[uop.op];
  const parts = [definition?.name ?? `?${uop.op}`];
  if (uop.oparg !== 0) parts.push(`oparg=${uop.oparg}`);
  if (!Object.is(uop.operand0, 0)) parts.push(`operand0=${printOperand(uop.operand0, definition?.operand0)}`);
  else if (definition?.operand0 === "constant" || definition?.operand0 === "frame") {
    parts.push(`operand0=${printOperand(0, definition.operand0)}`);
  }
  if (!Object.is(uop.operand1, 0)) parts.push(`operand1=${printOperand(uop.operand1, definition?.operand1)}`);
  if (uop.exit !== noExit) parts.push(`exit=${uop.exit}`);
  if (uop.error !== noExit) parts.push(`error=${uop.error}`);
  return parts.join(" ");
}

/** A constant's value as a literal; `-` when it has none. */
export function printValue(value: FoldableValue | undefined): string {
  if (value === undefined) return "-";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return quote(value);
  return Object.is(value, -0) ? "-0" : String(value);
}

function printFrame(frame: TraceFrame, id: number): string {
  const parent = frame.parent < 0 ? "-" : `${frame.parent}`;
  const entry = frame.entryDepth === undefined ? "" : ` entry ${frame.entryDepth}`;
  const code = `code ${frame.code} start ${frame.codeStart}`;
  return `frame ${id} ${quote(frame.name)} parent ${parent} ${code} locals ${frame.localCount} size ${frame.frameSize}${entry}`;
}

function printExit(exit: Exit, id: number): string {
  const controlFlow = exit.isControlFlow ? " control-flow" : "";
  const recovery = exit.recovery.length === 0 ? "" : ` recover ${exit.recovery.map(printRecovery).join(" ")}`;
  return `exit ${id} ${exit.kind} frame ${exit.frame} target ${exit.target}${controlFlow}${recovery}`;
}

function printRecovery(recovery: Recovery): string {
  return recovery.how === "constant" ? `${recovery.slot}:c${recovery.constant}` : `${recovery.slot}:${recovery.how}`;
}

function printLine(
  uop: Uop,
  at: number,
  index: DialectIndex,
  before: Origin | undefined,
  walk: Walk | undefined,
): string {
  const { frame, offset, from } = uop.origin;
  const repeats = before !== undefined && before.frame === frame && before.offset === offset && before.from === from;
  const origin = repeats ? "" : `@${frame}:${offset}${from === "trace" ? "" : ` ${quote(from)}`}`;
  const text = `${String(at).padStart(5)}  ${printUop(uop, index)}`;
  const stack = walk === undefined ? "" : `; ${printStack(walk, at)}`;
  const located = origin === "" && stack === "" ? text : `${text.padEnd(48)} ${origin}`;
  return (stack === "" ? located : `${located.padEnd(64)} ${stack}`).trimEnd();
}

function printStack(walk: Walk, at: number): string {
  const { stack } = elementAt(walk.snapshots, at);
  return `[${stack.map((reference) => printName(elementAt(walk.valueOf, reference))).join(" ")}]`;
}

function printName(value: number): string {
  return value === 0 ? "NULL" : `v${value}`;
}

function printOperand(operand: number, kind: OperandKind | undefined): string {
  if (kind === "constant") return `c${operand}`;
  if (kind === "frame") return `f${operand}`;
  return Object.is(operand, -0) ? "-0" : String(operand);
}

/** Quotes so that neither `;` nor a line break is left bare. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(";", "\\u003b");
}

function word(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) ? text : quote(text);
}
