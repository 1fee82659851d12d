// One executed instruction becomes uops, now that what came after it is a fact.
//
//   BINARY_OP_ADD_INT at 0x1010  ──▶  _CHECK_VALIDITY   deopt to 0x1010
//   next: 0x101c, same frame          _SET_IP           0x1010
//                                     _GUARD_TOS_INT    side exit to 0x1010
//                                     …
//
//   POP_JUMP_IF_FALSE, not taken ──▶  _GUARD_IS_TRUE_POP    side exit to the jump's target, control flow
//   RETURN to an unknown frame   ──▶  checks, _RETURN_VALUE, guards           guards have dynamic exits in the other frame
//
// The first instruction checks validity, also for those that come round the loop; a later one does if something escaped before it. The
// place is stored where somebody may look at it.
//
// `planInstruction` decides (which templates, or why not); `emitInstruction` appends. So an instruction that cannot be
// translated leaves no uops behind.

import type { FrameId, Origin, TraceConstant } from "@tjit/ir";
import type { DecodedInstruction, FrameIdentity, Frontend } from "./frontend.ts";
import type { CacheSlice, OperandSource, PreparedInstruction, PreparedLanguage, PreparedTemplate } from "./language.ts";
import type { StopReason } from "./reasons.ts";
import type { Leaving, TraceBuilder } from "./trace-builder.ts";

/** An instruction that ran, with what was saved before it did. */
export interface Executed<Saved> {
  readonly pc: number;
  /** Where executing it again starts: its first prefix, or itself. */
  readonly target: number;
  readonly oparg: number;
  readonly saved: Saved;
  readonly frame: FrameId;
  readonly codeStart: number;
}

/** Where execution went on. */
export interface Successor {
  readonly pc: number;
  readonly frame: FrameId;
  readonly identity: FrameIdentity;
  readonly depth: number;
}

/** What an instruction becomes. */
export interface Plan {
  readonly templates: readonly PreparedTemplate[];
  /** Address that a template leaving to the other path leaves to. */
  readonly otherPath: number;
  readonly isTaken: boolean;
}

/** How the frame pointer changed across an instruction. */
export type FrameChange = "none" | "pushed" | "returned-known" | "returned-unknown";

/** Chooses the templates of an instruction, or says why there are none. */
export function planInstruction(
  instruction: PreparedInstruction,
  decoded: DecodedInstruction,
  executed: { readonly pc: number },
  nextPc: number,
  change: FrameChange,
  unitSize: number,
): Plan | StopReason {
  const { role } = instruction;
  const fallThrough = executed.pc + decoded.length * unitSize;
  const plain = (templates: readonly PreparedTemplate[]): Plan => ({ templates, otherPath: 0, isTaken: false });
  if (role.kind === "unsupported") return "unsupported-instruction";
  if (role.kind === "push") return change === "pushed" ? plain(instruction.expansion) : "frame-changed";
  if (role.kind === "return") {
    if (change === "returned-known") return plain(instruction.expansion);
    if (change !== "returned-unknown") return "frame-changed";
    return plain([...instruction.checks, ...instruction.expansion]);
  }
  if (change !== "none") return "frame-changed";
  switch (role.kind) {
    case "straight":
    case "entry":
    case "prefix":
      return nextPc === fallThrough ? plain(instruction.expansion) : "unexpected-successor";
    case "skip":
    case "backward-jump":
      return nextPc === (decoded.jumpTarget ?? fallThrough) ? plain(instruction.expansion) : "unexpected-successor";
    case "branch": {
      const target = decoded.jumpTarget ?? fallThrough;
      if (nextPc !== target && nextPc !== fallThrough) return "unexpected-successor";
      const isTaken = nextPc === target && target !== fallThrough;
      const templates = isTaken ? instruction.taken : instruction.notTaken;
      if (templates === undefined) return "unguarded-outcome";
      return { templates, otherPath: isTaken ? fallThrough : target, isTaken };
    }
  }
}

/** What emitting needs besides the plan. */
export interface EmitContext<Saved> {
  readonly language: PreparedLanguage;
  readonly frontend: Frontend<Saved>;
  readonly builder: TraceBuilder;
}

/** Appends the uops of a planned instruction, and the guards of a frame switch whose outcome is not known otherwise. */
export function emitInstruction<Saved>(
  context: EmitContext<Saved>,
  instruction: PreparedInstruction,
  decoded: DecodedInstruction,
  plan: Plan,
  executed: Executed<Saved>,
  next: Successor,
  change: FrameChange,
): void {
  const { language, builder } = context;
  const { structural } = language.index;
  const unit = language.language.unitSize;
  const offsetOf = (pc: number): number => (pc - executed.codeStart) / unit;
  const origin: Origin = { frame: executed.frame, offset: offsetOf(executed.pc), from: "trace" };
  const stay: Leaving = { frame: executed.frame, target: offsetOf(executed.target), how: "instruction" };
  if (instruction.role.kind !== "skip" && instruction.role.kind !== "prefix") {
    if (!builder.isChecked) builder.addUop(structural.checkValidity, 0, 0, 0, stay, origin);
    if (instruction.savesPc) {
      const { operand0 } = language.index.definition(structural.setIp);
      const at = operand0 === "offset" ? origin.offset : executed.pc;
      builder.addUop(structural.setIp, 0, at, 0, stay, origin);
    }
  }
  const nextOffset = (next.pc - next.identity.codeStart) / unit;
  const landed: Leaving = { frame: next.frame, target: nextOffset, how: "dynamic" };
  let isSwitched = false;
  for (const template of plan.templates) {
    const leaving = isSwitched
      ? landed
      : template.leavesTo === "other-path"
        ? { frame: executed.frame, target: offsetOf(plan.otherPath), how: "other-path" as const }
        : stay;
    emitTemplate(context, template, decoded, executed, next, leaving, origin);
    const frameEffect = template.definition.frame?.kind;
    if (frameEffect === "push" || frameEffect === "return") isSwitched = true;
  }
  if (change === "pushed" || change === "returned-unknown") {
    const landing: Origin = { frame: next.frame, offset: nextOffset, from: "trace" };
    for (const guard of instruction.guards) {
      emitTemplate(context, guard, decoded, executed, next, landed, landing);
    }
  }
}

function emitTemplate<Saved>(
  { language, frontend, builder }: EmitContext<Saved>,
  template: PreparedTemplate,
  decoded: DecodedInstruction,
  executed: Executed<Saved>,
  next: Successor,
  leaving: Leaving,
  origin: Origin,
): void {
  const { definition } = template;
  const size = decoded.length * language.language.unitSize;
  const oparg = selectOparg(template, executed.oparg, size);
  const source0 = template.operand0 ?? (definition.flags.has("records") ? fromRecorded : undefined);
  let recorded: TraceConstant | undefined;
  if (isRecorded(source0) || isRecorded(template.operand1)) {
    recorded = frontend.recorded(executed.saved, definition.name);
    if (recorded === undefined) return;
  }
  let id = template.id;
  const replica = definition.replicas?.byOparg[oparg & definition.replicas.mask];
  if (replica !== undefined) {
    if (replica === "") return;
    id = language.index.id(replica);
  }
  const operand = (source: OperandSource | undefined, kind: string): number => {
    // A frame operand without a source of its own is the frame that the instruction goes on in.
    if (source === undefined) return kind === "frame" ? next.frame : 0;
    if ("offset" in source) return readCache(frontend, executed.pc, source, language.language.unitSize);
    switch (source.from) {
      case "oparg":
        return executed.oparg;
      case "number":
        return source.value;
      case "length":
        return decoded.length;
      case "pc":
        return kind === "offset" ? origin.offset : executed.pc;
      case "recorded":
        return recorded === undefined ? 0 : builder.addConstant(recorded);
      case "next-pc":
        return kind === "offset" ? (next.pc - next.identity.codeStart) / language.language.unitSize : next.pc;
      case "next-frame":
        return next.frame;
      case "next-code":
        return builder.addConstant({
          type: language.language.codeType,
          value: undefined,
          reference: next.identity.code,
          isImmortal: false,
        });
      case "next-code-version":
        return next.identity.codeVersion;
      case "next-depth":
        return next.depth;
    }
  };
  const operand0 = operand(source0, definition.operand0);
  const operand1 = operand(template.operand1, definition.operand1);
  builder.addUop(id, oparg, operand0, operand1, leaving, origin);
}

const fromRecorded: OperandSource = { from: "recorded" };

function isRecorded(source: OperandSource | undefined): boolean {
  return source !== undefined && "from" in source && source.from === "recorded";
}

function selectOparg(template: PreparedTemplate, oparg: number, size: number): number {
  switch (template.oparg) {
    case undefined:
    case "same":
      return oparg;
    case "top":
      return oparg >>> 4;
    case "bottom":
      return oparg & 15;
    case "size":
      return size;
    default:
      return template.oparg;
  }
}

function readCache<Saved>(frontend: Frontend<Saved>, pc: number, { offset, size }: CacheSlice, unit: number): number {
  let value = 0;
  for (let at = offset + size; at > offset; at--) value = value * 0x10000 + frontend.readUnit(pc + at * unit);
  return value;
}

/**
 * Values on the stack of the frame returned into (or resumed) before the switching uop pushed anything there: what
 * {@link Successor.depth} is, less what the templates from the switch on have pushed.
 */
export function depthBeforeSwitch(
  language: PreparedLanguage,
  templates: readonly PreparedTemplate[],
  oparg: number,
  depth: number,
): number {
  let pushed = 0;
  let isSwitched = false;
  for (const template of templates) {
    const shape = language.index.shape(template.id, selectOparg(template, oparg, 0));
    const frameEffect = template.definition.frame?.kind;
    if (isSwitched) pushed += shape.outputCount - shape.inputCount;
    else if (frameEffect === "push" || frameEffect === "return") {
      isSwitched = true;
      pushed += shape.outputCount;
    }
  }
  return depth - pushed;
}
