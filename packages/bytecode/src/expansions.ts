// What each instruction is made of: uops and inline cache entries, in the order in which they stand in the code.
//
//   "unused/1 _GUARD_TYPE_VERSION/2 _CHECK_MANAGED_OBJECT_HAS_VALUES _LOAD_ATTR_INSTANCE_VALUE/1 _POP_TOP unused/5 _PUSH_NULL_CONDITIONAL"
//
// `unused/N`: N cache entries that nobody reads here. `_UOP/N`: operand0 is the next N entries (1, 2 or 4). `_UOP/N/M`: operand1 is
// the M after those. `_UOP:top`, `_UOP:bottom`: oparg is the high or low nibble of the instruction's. `_UOP:N`: oparg is N. `_UOP:size`: oparg is the
// instruction's size in bytes, caches included. The entries of an instruction add up to its cache size.

import type { OpcodeDefinition } from "./opcode-definition.ts";
import { opcodeNamed, opcodes } from "./opcodes.ts";

/** Where a part's oparg comes from. */
export type OpargSource = "same" | "top" | "bottom" | "size" | number;

/** A run of cache entries: first entry (0 = right behind the instruction) and how many. */
export interface CacheSlice {
  readonly offset: number;
  readonly size: 1 | 2 | 4;
}

/** One uop of an instruction. */
export interface InstructionPart {
  readonly uop: string;
  readonly oparg: OpargSource;
  readonly operand0?: CacheSlice;
  readonly operand1?: CacheSlice;
}

/** An instruction with its expansion. */
export interface ExpandedInstruction {
  readonly definition: OpcodeDefinition;
  readonly parts: readonly InstructionPart[];
}

const partPattern =
  /^(?<uop>[A-Za-z_]\w*)(?::(?<oparg>top|bottom|size|\d+))?(?:\/(?<size0>[124]))?(?:\/(?<size1>[124]))?$/;

const expansionTexts: Readonly<Record<string, string>> = {
  CACHE: "",
  NOP: "_NOP",
  NOT_TAKEN: "_NOP",
  RESUME: "_RESUME_CHECK",
  RESUME_CHECK: "_RESUME_CHECK",

  // Stack and locals
  LOAD_FAST: "_LOAD_FAST",
  LOAD_FAST_BORROW: "_LOAD_FAST_BORROW",
  LOAD_FAST_CHECK: "_LOAD_FAST_CHECK",
  LOAD_FAST_AND_CLEAR: "_LOAD_FAST_AND_CLEAR",
  LOAD_FAST_LOAD_FAST: "_LOAD_FAST:top _LOAD_FAST:bottom",
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: "_LOAD_FAST_BORROW:top _LOAD_FAST_BORROW:bottom",
  STORE_FAST: "_SWAP_FAST _POP_TOP",
  STORE_FAST_LOAD_FAST: "_SWAP_FAST:top _POP_TOP _LOAD_FAST:bottom",
  STORE_FAST_STORE_FAST: "_SWAP_FAST:top _POP_TOP _SWAP_FAST:bottom _POP_TOP",
  DELETE_FAST: "_DELETE_FAST _POP_TOP",
  LOAD_CONST: "_LOAD_CONST",
  LOAD_SMALL_INT: "_LOAD_SMALL_INT",
  LOAD_COMMON_CONSTANT: "_LOAD_COMMON_CONSTANT",
  PUSH_NULL: "_PUSH_NULL",
  POP_TOP: "_POP_TOP",
  POP_ITER: "_POP_TOP",
  END_FOR: "_POP_TOP",
  COPY: "_COPY",
  SWAP: "_SWAP",
  MAKE_CELL: "_MAKE_CELL",
  COPY_FREE_VARS: "_COPY_FREE_VARS",
  LOAD_DEREF: "_LOAD_DEREF",
  STORE_DEREF: "_STORE_DEREF _POP_TOP",
  DELETE_DEREF: "_DELETE_DEREF _POP_TOP",

  // Operators
  BINARY_OP: "_SPECIALIZE unused/5 _BINARY_OP _POP_TOP _POP_TOP",
  BINARY_OP_ADD_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_ADD_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_SUBTRACT_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_SUBTRACT_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_MULTIPLY_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_MULTIPLY_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_ADD_FLOAT: "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/5 _BINARY_OP_ADD_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_SUBTRACT_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/5 _BINARY_OP_SUBTRACT_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_MULTIPLY_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/5 _BINARY_OP_MULTIPLY_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_ADD_UNICODE:
    "_GUARD_TOS_UNICODE _GUARD_NOS_UNICODE unused/5 _BINARY_OP_ADD_UNICODE _POP_TOP_UNICODE _POP_TOP_UNICODE",
  BINARY_OP_SUBSCR_LIST_INT:
    "_GUARD_TOS_INT _GUARD_NOS_LIST unused/5 _BINARY_OP_SUBSCR_LIST_INT _POP_TOP_NOP _POP_TOP_OBJECT",
  BINARY_OP_SUBSCR_TUPLE_INT:
    "_GUARD_TOS_INT _GUARD_NOS_TUPLE unused/5 _BINARY_OP_SUBSCR_TUPLE_INT _POP_TOP_NOP _POP_TOP_OBJECT",
  BINARY_OP_SUBSCR_STR_INT:
    "_GUARD_TOS_INT _GUARD_NOS_UNICODE unused/5 _BINARY_OP_SUBSCR_STR_INT _POP_TOP_NOP _POP_TOP_UNICODE",
  BINARY_OP_SUBSCR_DICT: "_GUARD_NOS_DICT unused/5 _BINARY_OP_SUBSCR_DICT _POP_TOP _POP_TOP",
  BINARY_OP_FLOOR_DIVIDE_INT:
    "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_FLOOR_DIVIDE_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_REMAINDER_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_REMAINDER_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_AND_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_AND_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_OR_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_OR_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_XOR_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_XOR_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_LSHIFT_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_LSHIFT_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_RSHIFT_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_RSHIFT_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_TRUEDIV_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/5 _BINARY_OP_TRUEDIV_INT _POP_TOP_NOP _POP_TOP_NOP",
  BINARY_OP_POWER_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/5 _BINARY_OP_POWER_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_TRUEDIV_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/5 _BINARY_OP_TRUEDIV_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_ADD_FLOAT_INT:
    "_GUARD_TOS_INT _GUARD_NOS_FLOAT unused/5 _INT_TO_FLOAT_TOS _BINARY_OP_ADD_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_ADD_INT_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_INT unused/5 _INT_TO_FLOAT_NOS _BINARY_OP_ADD_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_SUBTRACT_FLOAT_INT:
    "_GUARD_TOS_INT _GUARD_NOS_FLOAT unused/5 _INT_TO_FLOAT_TOS _BINARY_OP_SUBTRACT_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_SUBTRACT_INT_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_INT unused/5 _INT_TO_FLOAT_NOS _BINARY_OP_SUBTRACT_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_MULTIPLY_FLOAT_INT:
    "_GUARD_TOS_INT _GUARD_NOS_FLOAT unused/5 _INT_TO_FLOAT_TOS _BINARY_OP_MULTIPLY_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_MULTIPLY_INT_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_INT unused/5 _INT_TO_FLOAT_NOS _BINARY_OP_MULTIPLY_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_TRUEDIV_FLOAT_INT:
    "_GUARD_TOS_INT _GUARD_NOS_FLOAT unused/5 _INT_TO_FLOAT_TOS _BINARY_OP_TRUEDIV_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  BINARY_OP_TRUEDIV_INT_FLOAT:
    "_GUARD_TOS_FLOAT _GUARD_NOS_INT unused/5 _INT_TO_FLOAT_NOS _BINARY_OP_TRUEDIV_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  COMPARE_OP: "_SPECIALIZE unused/1 _COMPARE_OP _POP_TOP _POP_TOP",
  COMPARE_OP_INT: "_GUARD_TOS_INT _GUARD_NOS_INT unused/1 _COMPARE_OP_INT _POP_TOP_NOP _POP_TOP_NOP",
  COMPARE_OP_FLOAT: "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT unused/1 _COMPARE_OP_FLOAT _POP_TOP_FLOAT _POP_TOP_FLOAT",
  COMPARE_OP_STR: "_GUARD_TOS_UNICODE _GUARD_NOS_UNICODE unused/1 _COMPARE_OP_STR _POP_TOP_UNICODE _POP_TOP_UNICODE",
  CONTAINS_OP: "_SPECIALIZE unused/1 _CONTAINS_OP _POP_TOP _POP_TOP",
  CONTAINS_OP_DICT: "_GUARD_TOS_DICT unused/1 _CONTAINS_OP_DICT _POP_TOP _POP_TOP",
  IS_OP: "_IS_OP _POP_TOP _POP_TOP",
  UNARY_NEGATIVE: "_UNARY_NEGATIVE _POP_TOP",
  UNARY_INVERT: "_UNARY_INVERT _POP_TOP",
  UNARY_NOT: "_UNARY_NOT",
  TO_BOOL: "_SPECIALIZE unused/3 _TO_BOOL _POP_TOP",
  TO_BOOL_BOOL: "unused/3 _TO_BOOL_BOOL",
  TO_BOOL_INT: "unused/3 _TO_BOOL_INT _POP_TOP_NOP",
  TO_BOOL_LIST: "_GUARD_TOS_LIST unused/3 _TO_BOOL_LIST _POP_TOP",
  TO_BOOL_STR: "_GUARD_TOS_UNICODE unused/3 _TO_BOOL_STR _POP_TOP_UNICODE",
  TO_BOOL_NONE: "unused/3 _TO_BOOL_NONE",
  TO_BOOL_ALWAYS_TRUE: "unused/1 _GUARD_TYPE_VERSION/2 _REPLACE_WITH_TRUE _POP_TOP",
  BINARY_SLICE: "_BINARY_SLICE _POP_TOP _POP_TOP _POP_TOP",
  STORE_SLICE: "_STORE_SLICE _POP_TOP _POP_TOP _POP_TOP _POP_TOP",
  STORE_SUBSCR: "_SPECIALIZE unused/1 _STORE_SUBSCR _POP_TOP _POP_TOP _POP_TOP",
  STORE_SUBSCR_LIST_INT:
    "_GUARD_TOS_INT _GUARD_NOS_LIST unused/1 _STORE_SUBSCR_LIST_INT _POP_TOP_NOP _POP_TOP_OBJECT _POP_TOP",
  STORE_SUBSCR_DICT: "_GUARD_NOS_DICT unused/1 _STORE_SUBSCR_DICT _POP_TOP _POP_TOP _POP_TOP",
  DELETE_SUBSCR: "_DELETE_SUBSCR _POP_TOP _POP_TOP",

  // Names and attributes
  LOAD_NAME: "_LOAD_NAME",
  STORE_NAME: "_STORE_NAME _POP_TOP",
  DELETE_NAME: "_DELETE_NAME",
  LOAD_GLOBAL: "_SPECIALIZE unused/4 _LOAD_GLOBAL _PUSH_NULL_CONDITIONAL",
  LOAD_GLOBAL_MODULE: "unused/1 _GUARD_GLOBALS_VERSION/1 unused/1 _LOAD_GLOBAL_MODULE/1 _PUSH_NULL_CONDITIONAL",
  LOAD_GLOBAL_BUILTIN:
    "unused/1 _GUARD_GLOBALS_VERSION/1 _GUARD_BUILTINS_VERSION/1 _LOAD_GLOBAL_BUILTINS/1 _PUSH_NULL_CONDITIONAL",
  STORE_GLOBAL: "_STORE_GLOBAL _POP_TOP",
  DELETE_GLOBAL: "_DELETE_GLOBAL",
  LOAD_FROM_DICT_OR_GLOBALS: "_LOAD_FROM_DICT_OR_GLOBALS _POP_TOP",
  LOAD_FROM_DICT_OR_DEREF: "_LOAD_FROM_DICT_OR_DEREF _POP_TOP",
  LOAD_BUILD_CLASS: "_LOAD_BUILD_CLASS",
  LOAD_LOCALS: "_LOAD_LOCALS",
  SETUP_ANNOTATIONS: "_SETUP_ANNOTATIONS",
  LOAD_ATTR: "_SPECIALIZE unused/9 _LOAD_ATTR _POP_TOP",
  LOAD_ATTR_INSTANCE_VALUE:
    "unused/1 _GUARD_TYPE_VERSION/2 _CHECK_MANAGED_OBJECT_HAS_VALUES _LOAD_ATTR_INSTANCE_VALUE/1 unused/5 _POP_TOP_OBJECT _PUSH_NULL_CONDITIONAL",
  LOAD_ATTR_SLOT:
    "unused/1 _GUARD_TYPE_VERSION/2 _LOAD_ATTR_INSTANCE_VALUE/1 unused/5 _POP_TOP_OBJECT _PUSH_NULL_CONDITIONAL",
  LOAD_ATTR_MODULE: "unused/1 _GUARD_MODULE_KEYS/2 _LOAD_ATTR_MODULE/1 unused/5 _POP_TOP _PUSH_NULL_CONDITIONAL",
  LOAD_ATTR_CLASS:
    "unused/1 _CHECK_ATTR_CLASS/2 unused/2 _LOAD_ATTR_CONSTANT/2 unused/2 _POP_TOP _PUSH_NULL_CONDITIONAL",
  LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES:
    "unused/1 _GUARD_TYPE_VERSION/2 _CHECK_MANAGED_OBJECT_HAS_VALUES unused/2 _LOAD_ATTR_CONSTANT/2 unused/2 _POP_TOP",
  LOAD_ATTR_NONDESCRIPTOR_NO_DICT: "unused/1 _GUARD_TYPE_VERSION/2 unused/2 _LOAD_ATTR_CONSTANT/2 unused/2 _POP_TOP",
  LOAD_ATTR_METHOD_WITH_VALUES:
    "unused/1 _GUARD_TYPE_VERSION/2 _CHECK_MANAGED_OBJECT_HAS_VALUES unused/2 _LOAD_ATTR_METHOD_CONSTANT/2 unused/2",
  LOAD_ATTR_METHOD_NO_DICT: "unused/1 _GUARD_TYPE_VERSION/2 unused/2 _LOAD_ATTR_METHOD_CONSTANT/2 unused/2",
  STORE_ATTR: "_SPECIALIZE unused/4 _STORE_ATTR _POP_TOP _POP_TOP",
  STORE_ATTR_INSTANCE_VALUE:
    "unused/1 _GUARD_TYPE_VERSION/2 _CHECK_MANAGED_OBJECT_HAS_VALUES _STORE_ATTR_INSTANCE_VALUE/1 _POP_TOP_OBJECT _POP_TOP",
  STORE_ATTR_SLOT: "unused/1 _GUARD_TYPE_VERSION/2 _STORE_ATTR_SLOT/1 _POP_TOP_OBJECT _POP_TOP",
  DELETE_ATTR: "_DELETE_ATTR _POP_TOP",
  LOAD_SUPER_ATTR: "unused/1 _LOAD_SUPER_ATTR _POP_TOP _POP_TOP _POP_TOP",

  // Control
  JUMP_FORWARD: "_JUMP_FORWARD",
  JUMP_BACKWARD: "unused/1 _QUICKEN_JUMP",
  JUMP_BACKWARD_NO_JIT: "unused/1 _PERIODIC _JUMP_BACKWARD",
  JUMP_BACKWARD_JIT: "unused/1 _PERIODIC _COUNT_BACKWARD _JUMP_BACKWARD",
  JUMP_BACKWARD_NO_INTERRUPT: "_JUMP_BACKWARD",
  POP_JUMP_IF_TRUE: "unused/1 _POP_JUMP_IF_TRUE",
  POP_JUMP_IF_FALSE: "unused/1 _POP_JUMP_IF_FALSE",
  POP_JUMP_IF_NONE: "unused/1 _IS_NONE _POP_TOP _POP_JUMP_IF_TRUE",
  POP_JUMP_IF_NOT_NONE: "unused/1 _IS_NONE _POP_TOP _POP_JUMP_IF_FALSE",
  GET_ITER: "_GET_ITER _POP_TOP",
  FOR_ITER: "_SPECIALIZE unused/1 _ENTER_GENERATOR _FOR_ITER _JUMP_IF_EXHAUSTED",
  FOR_ITER_RANGE: "unused/1 _ITER_CHECK_RANGE _ITER_JUMP_RANGE _ITER_NEXT_RANGE",
  FOR_ITER_LIST: "unused/1 _ITER_CHECK_LIST _ITER_JUMP_LIST _ITER_NEXT_LIST",
  FOR_ITER_TUPLE: "unused/1 _ITER_CHECK_TUPLE _ITER_JUMP_TUPLE _ITER_NEXT_TUPLE",

  // Generators and coroutines
  RETURN_GENERATOR: "_MAKE_GENERATOR _RETURN_FROM_SPECIAL_FRAME _RETURN_GENERATOR",
  FOR_ITER_GEN:
    "unused/1 _GUARD_TOS_GENERATOR _CHECK_GENERATOR_SUSPENDED _CHECK_RECURSION_REMAINING _FOR_ITER_GEN_FRAME _PUSH_GENERATOR_FRAME",
  YIELD_VALUE: "_YIELD_TO_HOST _YIELD_VALUE",
  SEND: "_SPECIALIZE unused/1 _ENTER_SENDABLE _SEND _JUMP_IF_RETURNED",
  SEND_GEN: "unused/1 _GUARD_NOS_SENDABLE _CHECK_RECURSION_REMAINING _SEND_GEN_FRAME _PUSH_GENERATOR_FRAME",
  END_SEND: "_END_SEND _POP_TOP",
  GET_YIELD_FROM_ITER: "_GET_YIELD_FROM_ITER _POP_TOP",
  CLEANUP_THROW: "_CLEANUP_THROW _POP_TOP _POP_TOP _POP_TOP",
  GET_AWAITABLE: "_GET_AWAITABLE _POP_TOP",
  GET_AITER: "_GET_AITER _POP_TOP",
  GET_ANEXT: "_GET_ANEXT",
  END_ASYNC_FOR: "_END_ASYNC_FOR _POP_TOP _POP_TOP",

  // Displays
  BUILD_TUPLE: "_BUILD_TUPLE",
  BUILD_LIST: "_BUILD_LIST",
  BUILD_SET: "_BUILD_SET",
  BUILD_MAP: "_BUILD_MAP",
  BUILD_STRING: "_BUILD_STRING",
  BUILD_SLICE: "_BUILD_SLICE",
  BUILD_TEMPLATE: "_BUILD_TEMPLATE _POP_TOP _POP_TOP",
  BUILD_INTERPOLATION: "_BUILD_INTERPOLATION",
  LIST_APPEND: "_LIST_APPEND",
  SET_ADD: "_SET_ADD _POP_TOP",
  MAP_ADD: "_MAP_ADD",
  LIST_EXTEND: "_LIST_EXTEND _POP_TOP",
  SET_UPDATE: "_SET_UPDATE _POP_TOP",
  DICT_UPDATE: "_DICT_UPDATE _POP_TOP",
  DICT_MERGE: "_DICT_MERGE _POP_TOP",
  UNPACK_SEQUENCE: "_SPECIALIZE unused/1 _UNPACK_SEQUENCE_GENERIC",
  UNPACK_SEQUENCE_TWO_TUPLE: "unused/1 _GUARD_TOS_TUPLE _UNPACK_SEQUENCE_TWO_TUPLE _POP_TOP",
  UNPACK_SEQUENCE_TUPLE: "unused/1 _GUARD_TOS_TUPLE _UNPACK_SEQUENCE_TUPLE",
  UNPACK_SEQUENCE_LIST: "unused/1 _GUARD_TOS_LIST _UNPACK_SEQUENCE_LIST",
  FORMAT_SIMPLE: "_FORMAT_SIMPLE _POP_TOP",
  FORMAT_WITH_SPEC: "_FORMAT_WITH_SPEC _POP_TOP _POP_TOP",
  CONVERT_VALUE: "_CONVERT_VALUE _POP_TOP",

  // Calls
  CALL: "_SPECIALIZE unused/3 _CALL",
  CALL_PY_EXACT_ARGS:
    "unused/1 _CHECK_FUNCTION_VERSION/2 _CHECK_FUNCTION_EXACT_ARGS _CHECK_STACK_SPACE _CHECK_RECURSION_REMAINING _INIT_CALL_PY_EXACT_ARGS _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_BOUND_METHOD_EXACT_ARGS:
    "unused/1 _CHECK_CALL_BOUND_METHOD _INIT_CALL_BOUND_METHOD _CHECK_FUNCTION_VERSION/2 _CHECK_FUNCTION_EXACT_ARGS _CHECK_STACK_SPACE _CHECK_RECURSION_REMAINING _INIT_CALL_PY_EXACT_ARGS _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_PY_GENERAL:
    "unused/1 _CHECK_FUNCTION_VERSION/2 _CHECK_RECURSION_REMAINING _PY_FRAME_GENERAL _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_NON_PY_GENERAL: "unused/3 _CALL_NON_PY_GENERAL",
  CALL_ALLOC_AND_ENTER_INIT:
    "unused/1 _CHECK_OBJECT_ALLOCATION/2 _CHECK_RECURSION_REMAINING _CREATE_INIT_FRAME _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_BUILTIN_CLASS: "unused/3 _GUARD_CALLABLE_BUILTIN_CLASS _CALL_BUILTIN_CLASS",
  CALL_BUILTIN_FAST: "unused/3 _GUARD_CALLABLE_BUILTIN _CALL_BUILTIN_FAST",
  CALL_BUILTIN_O: "unused/3 _GUARD_CALLABLE_BUILTIN _CALL_BUILTIN_O _POP_TOP _POP_TOP _POP_TOP",
  CALL_METHOD_DESCRIPTOR_FAST: "unused/3 _GUARD_CALLABLE_METHOD_DESCRIPTOR _CALL_METHOD_DESCRIPTOR",
  CALL_LEN: "unused/3 _GUARD_NOS_NULL _GUARD_CALLABLE_LEN _CALL_LEN _POP_TOP _POP_TOP",
  CALL_ISINSTANCE: "unused/3 _GUARD_CALLABLE_ISINSTANCE _CALL_ISINSTANCE _POP_TOP _POP_TOP _POP_TOP",
  CALL_LIST_APPEND: "unused/3 _GUARD_CALLABLE_LIST_APPEND _CALL_LIST_APPEND _POP_TOP _POP_TOP",
  CALL_KW: "_SPECIALIZE unused/3 _CALL_KW",
  CALL_KW_PY:
    "unused/1 _CHECK_FUNCTION_VERSION_KW/2 _CHECK_RECURSION_REMAINING _PY_FRAME_KW _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_FUNCTION_EX: "_QUICKEN_CALL_EX _CALL_FUNCTION_EX",
  CALL_EX_PY: "_GUARD_CALLABLE_EX_PY _CHECK_RECURSION_REMAINING _PY_FRAME_EX _SAVE_RETURN_OFFSET:size _PUSH_FRAME",
  CALL_INTRINSIC_1: "_CALL_INTRINSIC_1 _POP_TOP",
  CALL_INTRINSIC_2: "_CALL_INTRINSIC_2 _POP_TOP _POP_TOP",
  MAKE_FUNCTION: "_MAKE_FUNCTION _POP_TOP",
  SET_FUNCTION_ATTRIBUTE: "_SET_FUNCTION_ATTRIBUTE",
  RETURN_VALUE: "_RETURN_FROM_SPECIAL_FRAME _RETURN_VALUE",

  // Exceptions, imports, patterns
  RAISE_VARARGS: "_RAISE_VARARGS",
  RERAISE: "_RERAISE",
  PUSH_EXC_INFO: "_PUSH_EXC_INFO",
  POP_EXCEPT: "_POP_EXCEPT",
  CHECK_EXC_MATCH: "_CHECK_EXC_MATCH _POP_TOP",
  CHECK_EG_MATCH: "_CHECK_EG_MATCH _POP_TOP _POP_TOP",
  WITH_EXCEPT_START: "_WITH_EXCEPT_START",
  LOAD_SPECIAL: "_LOAD_SPECIAL",
  IMPORT_NAME: "_IMPORT_NAME _POP_TOP _POP_TOP",
  IMPORT_FROM: "_IMPORT_FROM",
  GET_LEN: "_GET_LEN",
  MATCH_MAPPING: "_MATCH_MAPPING",
  MATCH_SEQUENCE: "_MATCH_SEQUENCE",
  MATCH_KEYS: "_MATCH_KEYS",
  MATCH_CLASS: "_MATCH_CLASS _POP_TOP _POP_TOP _POP_TOP",
};

/** Every instruction that has an expansion, by opcode order. Instructions without one cannot be run or traced. */
export const expandedInstructions: readonly ExpandedInstruction[] = opcodes.flatMap((definition) => {
  const text = expansionTexts[definition.name];
  return text === undefined ? [] : [expand(definition, text)];
});

/** The parts are read when they are asked for first: whoever loads this module may never ask. */
function expand(definition: OpcodeDefinition, text: string): ExpandedInstruction {
  let parts: readonly InstructionPart[] | undefined;
  return {
    definition,
    get parts(): readonly InstructionPart[] {
      return (parts ??= parseParts(definition.name, text, definition.cacheEntries));
    },
  };
}

const instructionByOpcode: ReadonlyMap<number, ExpandedInstruction> = new Map(
  expandedInstructions.map((it) => [it.definition.opcode, it]),
);

/** The instruction with this number and its expansion, if it has one. */
export function expansionAt(opcode: number): ExpandedInstruction | undefined {
  return instructionByOpcode.get(opcode);
}

/** The instruction with this name. @throws RangeError when it has no expansion. */
export function expansionNamed(name: string): ExpandedInstruction {
  const instruction = instructionByOpcode.get(opcodeNamed(name).opcode);
  if (instruction === undefined) throw new RangeError(`${name} has no expansion`);
  return instruction;
}

function parseParts(name: string, text: string, cacheEntries: number | undefined): InstructionPart[] {
  const parts: InstructionPart[] = [];
  let offset = 0;
  for (const token of text.split(" ").filter((it) => it !== "")) {
    const unused = /^unused\/(\d+)$/.exec(token);
    if (unused !== null) {
      offset += Number(unused[1]);
      continue;
    }
    const groups = partPattern.exec(token)?.groups;
    const uop = groups?.["uop"];
    if (groups === undefined || uop === undefined)
      throw new SyntaxError(`${name}: not a part of an instruction: ${token}`);
    const part = { uop, oparg: parseOparg(groups["oparg"]) };
    const size0 = sliceSize(groups["size0"]);
    if (size0 === undefined) {
      parts.push(part);
      continue;
    }
    const operand0 = { offset, size: size0 };
    offset += size0;
    const size1 = sliceSize(groups["size1"]);
    if (size1 === undefined) {
      parts.push({ ...part, operand0 });
      continue;
    }
    parts.push({ ...part, operand0, operand1: { offset, size: size1 } });
    offset += size1;
  }
  if (cacheEntries !== undefined && offset !== cacheEntries && offset !== 0) {
    throw new SyntaxError(`${name}: its parts take ${offset} cache entries, the instruction has ${cacheEntries}`);
  }
  return parts;
}

function parseOparg(text: string | undefined): OpargSource {
  if (text === undefined) return "same";
  if (text === "top" || text === "bottom" || text === "size") return text;
  return Number(text);
}

function sliceSize(text: string | undefined): 1 | 2 | 4 | undefined {
  switch (text) {
    case "1":
      return 1;
    case "2":
      return 2;
    case "4":
      return 4;
    default:
      return undefined;
  }
}
