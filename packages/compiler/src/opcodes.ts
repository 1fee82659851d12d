// Instructions by name, for the code generator and the flow graph: the ones that CPython has, and the pseudo instructions that
// live only until assembly.

import { opcodeNamed, stackEffect } from "@tjit/bytecode";

// prettier-ignore
const realNames = [
  "BINARY_OP", "BINARY_SLICE", "BUILD_INTERPOLATION", "BUILD_LIST", "BUILD_MAP", "BUILD_SET", "BUILD_SLICE",
  "BUILD_STRING", "BUILD_TEMPLATE", "BUILD_TUPLE", "CALL", "CALL_FUNCTION_EX", "CALL_INTRINSIC_1", "CALL_INTRINSIC_2",
  "CALL_KW", "CHECK_EG_MATCH", "CHECK_EXC_MATCH", "CLEANUP_THROW", "COMPARE_OP", "CONTAINS_OP", "CONVERT_VALUE", "COPY",
  "COPY_FREE_VARS", "DELETE_ATTR", "DELETE_DEREF", "DELETE_FAST", "DELETE_GLOBAL", "DELETE_NAME", "DELETE_SUBSCR",
  "DICT_MERGE", "DICT_UPDATE", "END_ASYNC_FOR", "END_FOR", "END_SEND", "FOR_ITER", "FORMAT_SIMPLE", "FORMAT_WITH_SPEC",
  "GET_AITER", "GET_ANEXT", "GET_AWAITABLE", "GET_ITER", "GET_LEN", "GET_YIELD_FROM_ITER", "IMPORT_FROM", "IMPORT_NAME",
  "IS_OP", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "JUMP_FORWARD", "LIST_APPEND", "LIST_EXTEND", "LOAD_ATTR",
  "LOAD_BUILD_CLASS", "LOAD_COMMON_CONSTANT", "LOAD_CONST", "LOAD_DEREF", "LOAD_FAST", "LOAD_FAST_AND_CLEAR",
  "LOAD_FAST_BORROW", "LOAD_FAST_BORROW_LOAD_FAST_BORROW", "LOAD_FAST_CHECK", "LOAD_FAST_LOAD_FAST",
  "LOAD_FROM_DICT_OR_DEREF", "LOAD_FROM_DICT_OR_GLOBALS", "LOAD_GLOBAL", "LOAD_LOCALS", "LOAD_NAME", "LOAD_SMALL_INT",
  "LOAD_SPECIAL", "LOAD_SUPER_ATTR", "MAKE_CELL", "MAKE_FUNCTION", "MAP_ADD", "MATCH_CLASS", "MATCH_KEYS",
  "MATCH_MAPPING", "MATCH_SEQUENCE", "NOP", "NOT_TAKEN", "POP_EXCEPT", "POP_ITER", "POP_JUMP_IF_FALSE",
  "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE", "POP_JUMP_IF_TRUE", "POP_TOP", "PUSH_EXC_INFO", "PUSH_NULL",
  "RAISE_VARARGS", "RERAISE", "RESUME", "RETURN_GENERATOR", "RETURN_VALUE", "SEND", "SET_ADD",
  "SET_FUNCTION_ATTRIBUTE", "SET_UPDATE", "SETUP_ANNOTATIONS", "STORE_ATTR", "STORE_DEREF", "STORE_FAST",
  "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST", "STORE_GLOBAL", "STORE_NAME", "STORE_SLICE", "STORE_SUBSCR", "SWAP",
  "TO_BOOL", "UNARY_INVERT", "UNARY_NEGATIVE", "UNARY_NOT", "UNPACK_EX", "UNPACK_SEQUENCE", "WITH_EXCEPT_START",
  "YIELD_VALUE",
] as const;

/** Pseudo instructions: name, and values popped and pushed (when it jumps, for those that do). */
const pseudoRows = [
  ["ANNOTATIONS_PLACEHOLDER", 0, 0],
  ["JUMP", 0, 0],
  ["JUMP_IF_FALSE", 1, 1],
  ["JUMP_IF_TRUE", 1, 1],
  ["JUMP_NO_INTERRUPT", 0, 0],
  ["LOAD_CLOSURE", 0, 1],
  ["POP_BLOCK", 0, 0],
  ["SETUP_CLEANUP", 0, 2],
  ["SETUP_FINALLY", 0, 1],
  ["SETUP_WITH", 0, 1],
  ["STORE_FAST_MAYBE_NULL", 1, 0],
] as const;

type InstructionName = (typeof realNames)[number] | (typeof pseudoRows)[number][0];

const firstPseudo = 256;

function numberInstructions(): Readonly<Record<InstructionName, number>> {
  const numbers: Partial<Record<InstructionName, number>> = {};
  for (const name of realNames) numbers[name] = opcodeNamed(name).opcode;
  pseudoRows.forEach(([name], index) => (numbers[name] = firstPseudo + index));
  return numbers as Readonly<Record<InstructionName, number>>;
}

/** Numbers of instructions and, from 256 on, of pseudo instructions. */
export const Op: Readonly<Record<InstructionName, number>> = numberInstructions();

/** Name of an instruction, for messages. */
export function instructionName(opcode: number): string {
  return Object.entries(Op).find(([, number]) => number === opcode)?.[0] ?? String(opcode);
}

/** Values that an instruction, pseudo ones included, takes from the stack. */
export function popped(opcode: number, oparg: number): number {
  return opcode >= firstPseudo ? (pseudoRows[opcode - firstPseudo]?.[1] ?? 0) : stackEffect(opcode, oparg).popped;
}

/** Values that an instruction leaves on the stack. */
export function pushed(opcode: number, oparg: number): number {
  return opcode >= firstPseudo ? (pseudoRows[opcode - firstPseudo]?.[2] ?? 0) : stackEffect(opcode, oparg).pushed;
}

const set = (...names: readonly InstructionName[]): ReadonlySet<number> => new Set(names.map((name) => Op[name]));

const conditionalJumps = set("POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "POP_JUMP_IF_NONE", "POP_JUMP_IF_NOT_NONE");
const unconditionalJumps = set(
  "JUMP",
  "JUMP_NO_INTERRUPT",
  "JUMP_FORWARD",
  "JUMP_BACKWARD",
  "JUMP_BACKWARD_NO_INTERRUPT",
);
const blockPushes = set("SETUP_FINALLY", "SETUP_WITH", "SETUP_CLEANUP");
const scopeExits = set("RETURN_VALUE", "RAISE_VARARGS", "RERAISE");
const jumps = new Set([
  ...conditionalJumps,
  ...unconditionalJumps,
  ...set("JUMP_IF_FALSE", "JUMP_IF_TRUE", "FOR_ITER", "SEND", "END_ASYNC_FOR"),
]);

/** Whether it ends a block by going elsewhere, perhaps. */
export const isJump = (opcode: number): boolean => jumps.has(opcode);
/** Whether it jumps depending on the value it pops. */
export const isConditionalJump = (opcode: number): boolean => conditionalJumps.has(opcode);
/** Whether control never passes it. */
export const isUnconditionalJump = (opcode: number): boolean => unconditionalJumps.has(opcode);
/** Whether it opens a guarded range; its target is the handler. */
export const isBlockPush = (opcode: number): boolean => blockPushes.has(opcode);
/** Whether it leaves the code object. */
export const isScopeExit = (opcode: number): boolean => scopeExits.has(opcode);
/** Whether its argument is a label. */
export const hasTarget = (opcode: number): boolean => jumps.has(opcode) || blockPushes.has(opcode);
/** Whether it must be the last of its block. */
export const isTerminator = (opcode: number): boolean => jumps.has(opcode) || scopeExits.has(opcode);
/** Whether control may continue with the next block after it. */
export const hasFallthrough = (opcode: number): boolean => !scopeExits.has(opcode) && !unconditionalJumps.has(opcode);
