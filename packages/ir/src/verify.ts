// The verifier: whether a trace keeps the invariants I1 to I5 that trace.ts lists. It computes from the trace and the dialect's
// records alone, and knows no pass. One walk and one scan: linear.

import type { DialectIndex } from "./dialect.ts";
import { type Diagnostic, type DiagnosticCode, InvariantError, diagnose } from "./diagnostic.ts";
import { elementAt } from "./element.ts";
import { printTrace } from "./print.ts";
import { exitBits, flagBit } from "./shape.ts";
import { type Exit, type Recovery, type Trace, type Uop, noExit } from "./trace.ts";
import type { Representation } from "./uop.ts";
import { type Walk, inputValue } from "./walk.ts";
import { walkTrace } from "./walker.ts";

/** Everything wrong with a trace, in the order of its uops; empty when it is valid. */
export function verifyTrace(trace: Trace, index: DialectIndex): Diagnostic[] {
  const structure = verifyStructure(trace, index);
  // Without known uops and places there is nothing to walk.
  if (structure.length > 0) return structure;
  const walk = walkTrace(trace, index, { snapshots: "keep" });
  const found = [...walk.problems, ...verifyEnds(walk), ...verifyOperands(walk), ...verifyExits(walk)];
  return found.sort((left, right) => left.at - right.at);
}

/**
 * Verifies a trace that nothing but a defect can have broken.
 * @throws InvariantError with the trace and the findings in it.
 */
export function assertVerified(trace: Trace, index: DialectIndex, where: string): void {
  const diagnostics = verifyTrace(trace, index);
  if (diagnostics.length > 0) throw new InvariantError(where, diagnostics, annotateTrace(trace, index, diagnostics));
}

/** The trace as text, each finding in a comment line below its uop. */
export function annotateTrace(trace: Trace, index: DialectIndex, diagnostics: readonly Diagnostic[]): string {
  const general = diagnostics.filter((found) => found.at < 0).map((found) => `; ^ ${found.message}\n`);
  const notes = (at: number): string[] =>
    diagnostics.filter((found) => found.at === at).map((found) => `^ ${found.message}`);
  return general.join("") + printTrace(trace, index, { notes });
}

function verifyStructure(trace: Trace, index: DialectIndex): Diagnostic[] {
  if (trace.uops.length === 0) return [diagnose("empty-trace", -1, "")];
  const found: Diagnostic[] = [];
  if (!isIndex(trace.loopHead, trace.uops.length)) found.push(diagnose("loop-head", -1, `${trace.loopHead}`));
  trace.uops.forEach((uop, at) => {
    if (index.dialect.uops[uop.op] === undefined) found.push(diagnose("unknown-uop", at, `${uop.op}`));
    for (const exit of [uop.exit, uop.error]) {
      if (exit !== noExit && trace.exits[exit] === undefined) found.push(diagnose("unknown-exit", at, `${exit}`));
    }
  });
  return found;
}

function verifyEnds(walk: Walk): Diagnostic[] {
  const found: Diagnostic[] = [];
  const last = walk.shapes.length - 1;
  walk.shapes.forEach((shape, at) => {
    const isTerminal = (shape.flags & flagBit.terminal) !== 0;
    if (at === last && !isTerminal) found.push(diagnose("no-terminal", at, shape.definition.name));
    if (at < last && isTerminal) found.push(diagnose("early-terminal", at, shape.definition.name));
  });
  return found;
}

function verifyOperands(walk: Walk): Diagnostic[] {
  const { trace } = walk;
  const found: Diagnostic[] = [];
  walk.shapes.forEach(({ definition, inputItems }, at) => {
    const uop = elementAt(trace.uops, at);
    const operands = [
      [definition.operand0, uop.operand0],
      [definition.operand1, uop.operand1],
    ] as const;
    for (const [kind, operand] of operands) {
      if (kind === "constant" && !isIndex(operand, trace.constants.length)) {
        found.push(diagnose("unknown-constant", at, `${operand}`));
      }
      if (kind === "frame" && !isIndex(operand, trace.frames.length))
        found.push(diagnose("unknown-frame", at, `${operand}`));
    }
    if (trace.frames[uop.origin.frame] === undefined)
      found.push(diagnose("unknown-frame", at, `origin ${uop.origin.frame}`));
    inputItems.forEach((item, slot) => {
      const held = elementAt(walk.representations, inputValue(walk, at, slot));
      if (held !== item.representation) {
        found.push(diagnose("wrong-representation", at, `${item.name} is ${held}, not ${item.representation}`));
      }
    });
  });
  return found;
}

function verifyExits(walk: Walk): Diagnostic[] {
  const found: Diagnostic[] = [];
  const depths = new ExitDepths();
  walk.trace.uops.forEach((uop, at) => {
    const flags = elementAt(walk.shapes, at).flags;
    found.push(...verifyPresence(uop, at, flags));
    const note = (code: DiagnosticCode, detail: string): void => void found.push(diagnose(code, at, detail));
    if (uop.exit !== noExit) {
      const exit = elementAt(walk.trace.exits, uop.exit);
      if (exit.kind === "error") note("wrong-exit-kind", `exit ${uop.exit} is an error exit`);
      const depth = elementAt(exit.isControlFlow ? walk.depthAfter : walk.depthBefore, at);
      const frame = elementAt(exit.isControlFlow ? walk.frameAfter : walk.frameBefore, at);
      verifyExit(walk, at, exit, frame, depth, note);
      const other = depths.compare(uop.exit, exit, depth);
      if (other !== undefined) note("exit-depth", `exit ${uop.exit}: ${depth} here, ${other} elsewhere`);
    }
    if (uop.error !== noExit) {
      const exit = elementAt(walk.trace.exits, uop.error);
      if (exit.kind !== "error") note("wrong-exit-kind", `exit ${uop.error} is a ${exit.kind} exit`);
      const depth = elementAt(walk.depthBefore, at);
      verifyExit(walk, at, exit, elementAt(walk.frameBefore, at), depth, note);
      const other = depths.compare(uop.error, exit, depth);
      if (other !== undefined) note("exit-depth", `exit ${uop.error}: ${depth} here, ${other} elsewhere`);
    }
  });
  return found;
}

function verifyPresence(uop: Uop, at: number, flags: number): Diagnostic[] {
  const found: Diagnostic[] = [];
  if ((flags & exitBits) !== 0 && uop.exit === noExit) found.push(diagnose("missing-exit", at, ""));
  if ((flags & exitBits) === 0 && uop.exit !== noExit) found.push(diagnose("needless-exit", at, ""));
  if ((flags & flagBit.error) !== 0 && uop.error === noExit) found.push(diagnose("missing-error-exit", at, ""));
  if ((flags & flagBit.error) === 0 && uop.error !== noExit) found.push(diagnose("needless-error-exit", at, ""));
  return found;
}

const heldAs: Readonly<Record<Recovery["how"], Representation | undefined>> = {
  own: "boxed",
  "box-f64": "f64",
  "box-i32": "i32",
  "box-i64": "i64",
  constant: undefined,
};

function verifyExit(
  walk: Walk,
  at: number,
  exit: Exit,
  frame: number,
  depth: number,
  note: (code: DiagnosticCode, detail: string) => void,
): void {
  if (walk.trace.frames[exit.frame] === undefined) note("unknown-frame", `exit frame ${exit.frame}`);
  if (exit.frame !== frame) note("exit-frame", `${exit.frame}, not ${frame}`);
  // The stack that the exit leaves: after the uop for control flow, before it for all others.
  const stack = walk.snapshots[exit.isControlFlow && exit.kind !== "error" ? at + 1 : at]?.stack ?? [];
  const seen = new Set<number>();
  for (const recovery of exit.recovery) {
    if (!isIndex(recovery.slot, depth)) note("recovery-slot", `slot ${recovery.slot} of ${depth}`);
    if (seen.has(recovery.slot)) note("recovery-twice", `slot ${recovery.slot}`);
    seen.add(recovery.slot);
    if (recovery.how === "constant" && !isIndex(recovery.constant, walk.trace.constants.length)) {
      note("unknown-constant", `recovery of slot ${recovery.slot}`);
    }
    const reference = stack[recovery.slot];
    const held = reference === undefined ? undefined : walk.representations[elementAt(walk.valueOf, reference)];
    const expected = heldAs[recovery.how];
    if (expected !== undefined && held !== undefined && held !== expected) {
      note("recovery-representation", `${recovery.how} of slot ${recovery.slot}, held as ${held}`);
    }
  }
  // An unboxed value cannot be left to the interpreter as it is.
  stack.forEach((reference, slot) => {
    const held = elementAt(walk.representations, elementAt(walk.valueOf, reference));
    if (held !== "boxed" && held !== "frame" && !seen.has(slot)) {
      note("recovery-representation", `slot ${slot} is held as ${held} and not boxed`);
    }
  });
}

/** Depths by exit and by place; the same bytecode is always reached with the same depth. */
class ExitDepths {
  readonly #byExit = new Map<number, number>();
  readonly #byPlace = new Map<string, number>();

  /** The depth seen before, when it is another. */
  compare(id: number, exit: Exit, depth: number): number | undefined {
    const known = this.#byExit.get(id);
    if (known !== undefined) return known === depth ? undefined : known;
    this.#byExit.set(id, depth);
    if (exit.kind === "error" || exit.kind === "dynamic") return undefined;
    const place = `${exit.frame}:${exit.target}`;
    const other = this.#byPlace.get(place);
    if (other === undefined) this.#byPlace.set(place, depth);
    return other === undefined || other === depth ? undefined : other;
  }
}

function isIndex(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}
