// Checks a code object without running it: that it decodes, that arguments index what exists, that jumps land on instructions,
// that the exception table is in order, and that the stack has one depth at each instruction, between 0 and `stacksize`.
//
// The depth is found by following all paths from the start, and into handlers with the depth that the table says. Cost: linear.

import { type CodeObject, type ExceptionTableEntry } from "./code-object.ts";
import { findExceptionHandler } from "./exception-table.ts";
import { type Instruction, decodeInstructions } from "./instructions.ts";
import {
  binaryOperators,
  commonConstants,
  compareOperators,
  intrinsics1,
  intrinsics2,
  opcodeAt,
  specialMethods,
} from "./opcodes.ts";
import { stackEffect } from "./stack-effect.ts";

/** Something that is wrong with a code object. */
export interface CodeProblem {
  /** Code unit; `null` when it is about the whole. */
  readonly offset: number | null;
  readonly message: string;
}

/** What is wrong with a code object and those among its constants; empty when all is well. */
export function verifyCode(code: CodeObject): readonly CodeProblem[] {
  const problems = verifyOne(code);
  for (const constant of code.consts) {
    if (constant.type !== "code") continue;
    problems.push(
      ...verifyCode(constant.code).map(({ offset, message }) => ({
        offset,
        message: `in ${constant.code.qualname}: ${message}`,
      })),
    );
  }
  return problems;
}

function verifyOne(code: CodeObject): CodeProblem[] {
  let instructions: Instruction[];
  try {
    instructions = decodeInstructions(code.code);
  } catch (thrown) {
    return [{ offset: null, message: String(thrown) }];
  }
  const problems: CodeProblem[] = [];
  const starts = new Map(instructions.map((instruction) => [instruction.start, instruction]));
  const report = (offset: number | null, message: string): void => void problems.push({ offset, message });
  if (code.positions.length !== code.code.length)
    report(null, `${code.positions.length} positions for ${code.code.length} units`);
  if (instructions.length === 0) report(null, "there are no instructions");
  for (const instruction of instructions) verifyArgument(instruction, code, report);
  for (const instruction of instructions) {
    if (instruction.target !== null && !starts.has(landingOf(instruction))) {
      report(
        instruction.offset,
        `${instruction.definition.name} goes to ${landingOf(instruction)}, where no instruction begins`,
      );
    }
  }
  verifyExceptionTable(code, starts, report);
  if (problems.length === 0) verifyDepths(code, starts, report);
  return problems;
}

type Report = (offset: number | null, message: string) => void;

/** `END_ASYNC_FOR` does not go where it points: it is counted from the end of the loop's `END_SEND`. */
const landingOf = ({ definition, target, end }: Instruction): number =>
  definition.name === "END_ASYNC_FOR" ? end : (target ?? end);

const limits: Readonly<Record<string, (code: CodeObject) => number>> = {
  LOAD_CONST: ({ consts }) => consts.length,
  LOAD_SMALL_INT: () => 256,
  BINARY_OP: () => binaryOperators.length,
  COMPARE_OP: () => compareOperators.length << 5,
  CALL_INTRINSIC_1: () => intrinsics1.length,
  CALL_INTRINSIC_2: () => intrinsics2.length,
  LOAD_COMMON_CONSTANT: () => commonConstants.length,
  LOAD_SPECIAL: () => specialMethods.length,
  CONVERT_VALUE: () => 4,
  LOAD_GLOBAL: ({ names }) => names.length << 1,
  LOAD_ATTR: ({ names }) => names.length << 1,
  LOAD_SUPER_ATTR: ({ names }) => names.length << 2,
};

// prettier-ignore
const nameUsers: ReadonlySet<string> = new Set([
  "LOAD_NAME", "STORE_NAME", "DELETE_NAME", "STORE_ATTR", "DELETE_ATTR", "STORE_GLOBAL", "DELETE_GLOBAL", "IMPORT_NAME",
  "IMPORT_FROM", "LOAD_FROM_DICT_OR_GLOBALS",
]);
// prettier-ignore
const localUsers: ReadonlySet<string> = new Set([
  "LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "STORE_FAST", "DELETE_FAST", "MAKE_CELL",
  "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_FROM_DICT_OR_DEREF",
]);
// prettier-ignore
const localPairUsers: ReadonlySet<string> = new Set([
  "LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW", "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST",
]);

function verifyArgument({ offset, definition, oparg }: Instruction, code: CodeObject, report: Report): void {
  const name = opcodeAt(definition.generic)?.name ?? "";
  const locals = code.localsplus.length;
  const check = (index: number, limit: number): void => {
    if (index >= limit) report(offset, `argument ${index} of ${definition.name} is not below ${limit}`);
  };
  const limit = limits[name];
  if (limit !== undefined) check(oparg, limit(code));
  else if (nameUsers.has(name)) check(oparg, code.names.length);
  else if (localUsers.has(name)) check(oparg, locals);
  else if (localPairUsers.has(name)) {
    check(oparg >> 4, locals);
    check(oparg & 15, locals);
  } else if ((name === "SWAP" || name === "COPY") && oparg < 1) report(offset, `${name} of ${oparg}`);
}

function verifyExceptionTable(code: CodeObject, starts: ReadonlyMap<number, Instruction>, report: Report): void {
  let previousEnd = 0;
  for (const { start, end, target, depth } of code.exceptionTable) {
    if (start < previousEnd || end <= start) report(start, `guarded range ${start} to ${end} is out of order`);
    previousEnd = end;
    if (!starts.has(start)) report(start, "a guarded range begins inside of an instruction");
    if (!starts.has(end) && end !== code.code.length) report(end, "a guarded range ends inside of an instruction");
    if (!starts.has(target)) report(target, "a handler begins inside of an instruction");
    if (depth < 0 || depth >= code.stacksize) report(start, `a handler at depth ${depth} of ${code.stacksize}`);
  }
}

const exits: ReadonlySet<string> = new Set(["RETURN_VALUE", "RAISE_VARARGS", "RERAISE", "INTERPRETER_EXIT"]);
const jumpsAlways: ReadonlySet<string> = new Set(["JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"]);

function verifyDepths(code: CodeObject, starts: ReadonlyMap<number, Instruction>, report: Report): void {
  const depths = new Map<number, number>();
  const todo: number[] = [];
  const arrive = (offset: number, depth: number, from: number): void => {
    const known = depths.get(offset);
    if (known === undefined) {
      depths.set(offset, depth);
      todo.push(offset);
    } else if (known !== depth) report(offset, `depth ${depth} from ${from}, but ${known} from elsewhere`);
  };
  const enterHandler = (entry: ExceptionTableEntry, from: number): void =>
    arrive(entry.target, entry.depth + (entry.pushLasti ? 2 : 1), from);
  arrive(0, 0, 0);
  for (let start = todo.pop(); start !== undefined; start = todo.pop()) {
    const instruction = starts.get(start);
    const depth = depths.get(start) ?? 0;
    if (instruction === undefined) {
      report(start, "control runs off the end");
      continue;
    }
    const { definition, oparg, offset, end, target } = instruction;
    const name = opcodeAt(definition.generic)?.name ?? "";
    const { popped, pushed } = stackEffect(definition.opcode, oparg);
    const after = depth - popped + pushed;
    if (depth < popped) report(offset, `${name} takes ${popped} of ${depth} values`);
    if (Math.max(depth, after) > code.stacksize) report(offset, `depth ${Math.max(depth, after)} of ${code.stacksize}`);
    const handler = findExceptionHandler(code.exceptionTable, offset);
    if (handler !== undefined) {
      if (handler.depth > depth && name !== "NOP")
        report(offset, `depth ${depth}, but its handler expects ${handler.depth}`);
      enterHandler(handler, offset);
    }
    if (target !== null && name !== "END_ASYNC_FOR") arrive(target, after, offset);
    if (!exits.has(name) && !jumpsAlways.has(name)) arrive(end, after, offset);
  }
}
