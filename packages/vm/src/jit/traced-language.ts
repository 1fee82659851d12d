// Python's instructions as the tracer sees them: what each does to control, and its uops. Derived from the one table of expansions.

import {
  type ExpandedInstruction,
  type InstructionPart,
  expandedInstructions,
  opcodeNamed,
  pythonDialect,
} from "@tjit/bytecode";
import { DialectIndex } from "@tjit/ir";
import {
  type LanguageBasics,
  type PreparedLanguage,
  type Role,
  type TracedInstruction,
  type UopTemplate,
  prepareOnDemand,
} from "@tjit/tracer";

/** Opcode by which the frontend tells the return from an `__init__` that a class called; no instruction has it. */
export const RETURN_VALUE_INIT = 121;
/** The same for the return from a generator. */
export const RETURN_VALUE_GENERATOR = 122;
/** The same for the return from the method of an operator. */
export const RETURN_VALUE_OPERATOR = 123;

/** Bytes per code unit. */
export const unitSize = 2;

const skipped: ReadonlySet<string> = new Set(["NOP", "NOT_TAKEN", "CACHE", "JUMP_FORWARD"]);
const backwardJumps: ReadonlySet<string> = new Set([
  "JUMP_BACKWARD",
  "JUMP_BACKWARD_JIT",
  "JUMP_BACKWARD_NO_JIT",
  "JUMP_BACKWARD_NO_INTERRUPT",
]);
const pushes: ReadonlySet<string> = new Set([
  "CALL_PY_EXACT_ARGS",
  "CALL_BOUND_METHOD_EXACT_ARGS",
  "CALL_PY_GENERAL",
  "CALL_KW_PY",
  "CALL_EX_PY",
  "CALL_ALLOC_AND_ENTER_INIT",
  "BINARY_OP_PY",
  "FOR_ITER_GEN",
  "SEND_GEN",
]);

/** Exception handling and what suspends frames: a trace ends before it. */
const unsupported: ReadonlySet<string> = new Set([
  "RAISE_VARARGS",
  "RERAISE",
  "PUSH_EXC_INFO",
  "WITH_EXCEPT_START",
  "CHECK_EG_MATCH",
  "CLEANUP_THROW",
  "END_ASYNC_FOR",
]);

const guardTrue: UopTemplate = { uop: "_GUARD_IS_TRUE_POP", leavesTo: "other-path" };
const guardFalse: UopTemplate = { uop: "_GUARD_IS_FALSE_POP", leavesTo: "other-path" };
const testNone: readonly UopTemplate[] = [{ uop: "_IS_NONE" }, { uop: "_POP_TOP" }];

/** Outcomes of the conditional jumps: taken, not taken. */
const branches: Readonly<Record<string, readonly [taken: readonly UopTemplate[], notTaken: readonly UopTemplate[]]>> = {
  POP_JUMP_IF_TRUE: [[guardTrue], [guardFalse]],
  POP_JUMP_IF_FALSE: [[guardFalse], [guardTrue]],
  POP_JUMP_IF_NONE: [
    [...testNone, guardTrue],
    [...testNone, guardFalse],
  ],
  POP_JUMP_IF_NOT_NONE: [
    [...testNone, guardFalse],
    [...testNone, guardTrue],
  ],
};

/** A value that was sent was answered by a return, which jumps, or by a yield. */
const sendOutcomes = {
  taken: [{ uop: "_SEND" }, { uop: "_GUARD_RETURNED", leavesTo: "other-path" }],
  notTaken: [{ uop: "_SEND" }, { uop: "_GUARD_YIELDED", leavesTo: "other-path" }],
} as const;

/** In a trace the place where a generator continues, or a function starts, is checked before its frame is entered. */
const resumptions: ReadonlyMap<string, string> = new Map([
  ["_FOR_ITER_GEN_FRAME", "_GUARD_GENERATOR_IP"],
  ["_SEND_GEN_FRAME", "_GUARD_NOS_GENERATOR_IP"],
  ["_PY_FRAME_EX", "_GUARD_CALLABLE_EX_IP"],
]);

/** Uops of a loop's head that leave when the iterator is exhausted; only going on can be traced. */
const exhaustionGuards: ReadonlySet<string> = new Set([
  "_JUMP_IF_EXHAUSTED",
  "_ITER_JUMP_RANGE",
  "_ITER_JUMP_LIST",
  "_ITER_JUMP_TUPLE",
]);

/** Constants of a trace have a table of their own; the frontend reads the reference from the cache. */
function operandSource(slice: InstructionPart["operand0"], kind: string): UopTemplate["operand0"] {
  return slice !== undefined && kind === "constant" ? { from: "recorded" } : slice;
}

function templatesOf({ parts }: ExpandedInstruction, index: DialectIndex): UopTemplate[] {
  return parts.flatMap((part): UopTemplate[] => {
    const definition = index.definition(index.id(part.uop));
    const operand0 = operandSource(part.operand0, definition.operand0);
    const operand1 = operandSource(part.operand1, definition.operand1);
    const resumption = resumptions.get(part.uop);
    return [
      ...(resumption === undefined ? [] : [{ uop: resumption, operand0: { from: "next-pc" } as const }]),
      {
        uop: part.uop,
        oparg: part.oparg,
        ...(operand0 === undefined ? {} : { operand0 }),
        ...(operand1 === undefined ? {} : { operand1 }),
        ...(exhaustionGuards.has(part.uop) ? { leavesTo: "other-path" as const } : {}),
      },
    ];
  });
}

function roleOf(name: string, templates: readonly UopTemplate[]): Role {
  if (skipped.has(name)) return { kind: "skip" };
  if (backwardJumps.has(name)) return { kind: "backward-jump" };
  if (unsupported.has(name)) return { kind: "unsupported" };
  if (pushes.has(name)) return { kind: "push" };
  if (name === "RESUME" || name === "RESUME_CHECK") return { kind: "entry" };
  if (name === "RETURN_VALUE") return { kind: "return", checks: returnChecks };
  if (name === "YIELD_VALUE") return { kind: "return", checks: yieldChecks };
  if (name === "RETURN_GENERATOR") return { kind: "return", checks: returnGeneratorChecks };
  if (name === "SEND") return { kind: "branch", ...sendOutcomes };
  const outcomes = branches[name];
  if (outcomes !== undefined) return { kind: "branch", taken: outcomes[0], notTaken: outcomes[1], history: 0 };
  if (name.startsWith("FOR_ITER")) return { kind: "branch", notTaken: templates };
  return { kind: "straight" };
}

/** What a return into a frame that the trace has not entered must find there. It is looked at before anything is done. */
const returnsTo: UopTemplate = { uop: "_GUARD_IP_RETURN_VALUE", operand0: { from: "next-pc" } };
const returnChecks: readonly UopTemplate[] = [{ uop: "_GUARD_RETURN_OWNER" }, returnsTo];
const ownerIsGenerator: UopTemplate = { uop: "_GUARD_OWNER_GENERATOR" };
const yieldChecks: readonly UopTemplate[] = [
  ownerIsGenerator,
  { uop: "_GUARD_IP_YIELD_VALUE", operand0: { from: "next-pc" } },
];
const returnGeneratorChecks: readonly UopTemplate[] = [
  { uop: "_GUARD_OWNER_RETURN_GENERATOR" },
  { uop: "_GUARD_IP_RETURN_GENERATOR", operand0: { from: "next-pc" } },
];

/** Every back edge is one check of the eval breaker, whatever the jump's form. */
const backEdge: readonly UopTemplate[] = [{ uop: "_CHECK_PERIODIC" }];

function traceInstruction(instruction: ExpandedInstruction, index: DialectIndex): TracedInstruction {
  const { name, opcode, generic } = instruction.definition;
  const templates = templatesOf(instruction, index);
  const role = roleOf(name, templates);
  const plain = { name, opcode, generic, role, savesPc: needsInstructionPointer(templates, index) };
  if (role.kind === "branch" || role.kind === "skip" || role.kind === "unsupported") return plain;
  return { ...plain, expansion: role.kind === "backward-jump" ? backEdge : templates };
}

/** Whether something looks at the frame's instruction pointer while the instruction runs: an error, a call, code that escapes. */
function needsInstructionPointer(templates: readonly UopTemplate[], index: DialectIndex): boolean {
  return templates.some(({ uop }) => {
    const { flags, traceForm, frame } = index.definition(index.id(uop));
    const form = traceForm === undefined ? flags : index.definition(index.id(traceForm)).flags;
    return frame !== undefined || form.has("error") || form.has("escapes") || form.has("periodic");
  });
}

/** The language, over one index of the dialect. An instruction is looked at when it is first recorded. */
export function pythonLanguage(index: DialectIndex): PreparedLanguage {
  const expansions = new Map(expandedInstructions.map((instruction) => [instruction.definition.opcode, instruction]));
  const basics: LanguageBasics = {
    index,
    startExecutor: "_START_EXECUTOR",
    makeWarm: "_MAKE_WARM",
    unitSize,
    codeDependency: "code",
    codeType: "code",
  };
  return prepareOnDemand(basics, (opcode) => {
    if (opcode === extendedArgument.opcode) return extendedArgument;
    if (opcode === returnFromInit.opcode) return returnFromInit;
    if (opcode === returnFromGenerator.opcode) return returnFromGenerator;
    if (opcode === returnFromOperator.opcode) return returnFromOperator;
    const expansion = expansions.get(opcode);
    return expansion === undefined ? undefined : traceInstruction(expansion, index);
  });
}

const extendedArgument: TracedInstruction = { ...opcodeNamed("EXTENDED_ARG"), role: { kind: "prefix" } };
const returnFromInit: TracedInstruction = {
  name: "RETURN_VALUE of __init__",
  opcode: RETURN_VALUE_INIT,
  generic: RETURN_VALUE_INIT,
  role: { kind: "return", checks: [returnsTo] },
  expansion: [{ uop: "_RETURN_VALUE_INIT" }],
};
const returnFromOperator: TracedInstruction = {
  name: "RETURN_VALUE of an operator",
  opcode: RETURN_VALUE_OPERATOR,
  generic: RETURN_VALUE_OPERATOR,
  role: { kind: "return", checks: [returnsTo] },
  expansion: [{ uop: "_RETURN_VALUE_OPERATOR" }],
};
const returnFromGenerator: TracedInstruction = {
  name: "RETURN_VALUE of a generator",
  opcode: RETURN_VALUE_GENERATOR,
  generic: RETURN_VALUE_GENERATOR,
  role: { kind: "return", checks: [ownerIsGenerator, returnsTo] },
  expansion: [{ uop: "_RETURN_VALUE_GENERATOR" }],
};

/** A fresh index of the Python dialect. */
export function pythonIndex(): DialectIndex {
  return new DialectIndex(pythonDialect);
}
