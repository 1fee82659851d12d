// How many values an instruction takes from the evaluation stack and how many it leaves there, from its oparg. One row
// per generic instruction; where a value stays in place below others, it counts as taken and left (CPython's convention).

import { opcodeAt } from "./opcodes.ts";

/** Values an instruction pops and pushes. */
export interface StackEffect {
  readonly popped: number;
  readonly pushed: number;
}

type Count = number | ((oparg: number) => number);

const n = (oparg: number): number => oparg;
const plus =
  (constant: number) =>
  (oparg: number): number =>
    oparg + constant;
/** Bit 0 of the oparg asks for one value more. */
const lowBitPlus =
  (constant: number) =>
  (oparg: number): number =>
    constant + (oparg & 1);

const rows: Readonly<Record<string, readonly [popped: Count, pushed: Count]>> = {
  BINARY_OP: [2, 1],
  BINARY_SLICE: [3, 1],
  BUILD_INTERPOLATION: [lowBitPlus(2), 1],
  BUILD_LIST: [n, 1],
  BUILD_MAP: [(oparg) => oparg * 2, 1],
  BUILD_SET: [n, 1],
  BUILD_SLICE: [n, 1],
  BUILD_STRING: [n, 1],
  BUILD_TEMPLATE: [2, 1],
  BUILD_TUPLE: [n, 1],
  CACHE: [0, 0],
  CALL: [plus(2), 1],
  CALL_FUNCTION_EX: [4, 1],
  CALL_INTRINSIC_1: [1, 1],
  CALL_INTRINSIC_2: [2, 1],
  CALL_KW: [plus(3), 1],
  CHECK_EG_MATCH: [2, 2],
  CHECK_EXC_MATCH: [2, 2],
  CLEANUP_THROW: [3, 2],
  COMPARE_OP: [2, 1],
  CONTAINS_OP: [2, 1],
  CONVERT_VALUE: [1, 1],
  COPY: [n, plus(1)],
  COPY_FREE_VARS: [0, 0],
  DELETE_ATTR: [1, 0],
  DELETE_DEREF: [0, 0],
  DELETE_FAST: [0, 0],
  DELETE_GLOBAL: [0, 0],
  DELETE_NAME: [0, 0],
  DELETE_SUBSCR: [2, 0],
  DICT_MERGE: [plus(4), plus(3)],
  DICT_UPDATE: [plus(1), n],
  END_ASYNC_FOR: [2, 0],
  END_FOR: [1, 0],
  END_SEND: [2, 1],
  EXIT_INIT_CHECK: [1, 0],
  EXTENDED_ARG: [0, 0],
  FOR_ITER: [1, 2],
  FORMAT_SIMPLE: [1, 1],
  FORMAT_WITH_SPEC: [2, 1],
  GET_AITER: [1, 1],
  GET_ANEXT: [1, 2],
  GET_AWAITABLE: [1, 1],
  GET_ITER: [1, 1],
  GET_LEN: [1, 2],
  GET_YIELD_FROM_ITER: [1, 1],
  IMPORT_FROM: [1, 2],
  IMPORT_NAME: [2, 1],
  INTERPRETER_EXIT: [1, 0],
  IS_OP: [2, 1],
  JUMP_BACKWARD: [0, 0],
  JUMP_BACKWARD_NO_INTERRUPT: [0, 0],
  JUMP_FORWARD: [0, 0],
  LIST_APPEND: [plus(1), n],
  LIST_EXTEND: [plus(1), n],
  LOAD_ATTR: [1, lowBitPlus(1)],
  LOAD_BUILD_CLASS: [0, 1],
  LOAD_COMMON_CONSTANT: [0, 1],
  LOAD_CONST: [0, 1],
  LOAD_DEREF: [0, 1],
  LOAD_FAST: [0, 1],
  LOAD_FAST_AND_CLEAR: [0, 1],
  LOAD_FAST_BORROW: [0, 1],
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: [0, 2],
  LOAD_FAST_CHECK: [0, 1],
  LOAD_FAST_LOAD_FAST: [0, 2],
  LOAD_FROM_DICT_OR_DEREF: [1, 1],
  LOAD_FROM_DICT_OR_GLOBALS: [1, 1],
  LOAD_GLOBAL: [0, lowBitPlus(1)],
  LOAD_LOCALS: [0, 1],
  LOAD_NAME: [0, 1],
  LOAD_SMALL_INT: [0, 1],
  LOAD_SPECIAL: [1, 2],
  LOAD_SUPER_ATTR: [3, lowBitPlus(1)],
  MAKE_CELL: [0, 0],
  MAKE_FUNCTION: [1, 1],
  MAP_ADD: [plus(2), n],
  MATCH_CLASS: [3, 1],
  MATCH_KEYS: [2, 3],
  MATCH_MAPPING: [1, 2],
  MATCH_SEQUENCE: [1, 2],
  NOP: [0, 0],
  NOT_TAKEN: [0, 0],
  POP_EXCEPT: [1, 0],
  POP_ITER: [1, 0],
  POP_JUMP_IF_FALSE: [1, 0],
  POP_JUMP_IF_NONE: [1, 0],
  POP_JUMP_IF_NOT_NONE: [1, 0],
  POP_JUMP_IF_TRUE: [1, 0],
  POP_TOP: [1, 0],
  PUSH_EXC_INFO: [1, 2],
  PUSH_NULL: [0, 1],
  RAISE_VARARGS: [n, 0],
  RERAISE: [plus(1), n],
  RESUME: [0, 0],
  RETURN_GENERATOR: [0, 1],
  RETURN_VALUE: [1, 1],
  SEND: [2, 2],
  SET_ADD: [plus(1), n],
  SET_FUNCTION_ATTRIBUTE: [2, 1],
  SET_UPDATE: [plus(1), n],
  SETUP_ANNOTATIONS: [0, 0],
  STORE_ATTR: [2, 0],
  STORE_DEREF: [1, 0],
  STORE_FAST: [1, 0],
  STORE_FAST_LOAD_FAST: [1, 1],
  STORE_FAST_STORE_FAST: [2, 0],
  STORE_GLOBAL: [1, 0],
  STORE_NAME: [1, 0],
  STORE_SLICE: [4, 0],
  STORE_SUBSCR: [3, 0],
  SWAP: [n, n],
  TO_BOOL: [1, 1],
  UNARY_INVERT: [1, 1],
  UNARY_NEGATIVE: [1, 1],
  UNARY_NOT: [1, 1],
  UNPACK_EX: [1, (oparg) => 1 + (oparg & 0xff) + (oparg >> 8)],
  UNPACK_SEQUENCE: [1, n],
  WITH_EXCEPT_START: [5, 6],
  YIELD_VALUE: [1, 1],
};

const evaluate = (count: Count, oparg: number): number => (typeof count === "number" ? count : count(oparg));

/**
 * What an instruction (generic or specialized) does to the depth of the stack.
 *
 * @throws RangeError for a number that is no instruction, and for `ENTER_EXECUTOR` and `TRACE_RECORD`, whose effect is
 *   that of the instruction they stand in for.
 * @example
 * stackEffect(opcodeNamed("CALL").opcode, 2); // { popped: 4, pushed: 1 }
 */
export function stackEffect(opcode: number, oparg: number): StackEffect {
  const row = rows[opcodeAt(opcodeAt(opcode)?.generic ?? -1)?.name ?? ""];
  if (row === undefined) throw new RangeError(`instruction ${opcode} has no stack effect`);
  return { popped: evaluate(row[0], oparg), pushed: evaluate(row[1], oparg) };
}
