// The instruction set of CPython 3.14, as data: names, numbers, whether the argument means something, and how many inline
// cache entries (16-bit code units) follow. Generic instructions keep CPython's numbers, so that a code object's bytes
// compare byte for byte; specialized members, which never leave the process, are numbered after them.

import type { OpcodeDefinition } from "./opcode-definition.ts";

type Row = readonly [name: string, opcode: number, hasArgument: 0 | 1, cacheEntries: number];

const genericRows: readonly Row[] = [
  ["CACHE", 0, 0, 0],
  ["BINARY_SLICE", 1, 0, 0],
  ["BUILD_TEMPLATE", 2, 0, 0],
  ["CALL_FUNCTION_EX", 4, 0, 0],
  ["CHECK_EG_MATCH", 5, 0, 0],
  ["CHECK_EXC_MATCH", 6, 0, 0],
  ["CLEANUP_THROW", 7, 0, 0],
  ["DELETE_SUBSCR", 8, 0, 0],
  ["END_FOR", 9, 0, 0],
  ["END_SEND", 10, 0, 0],
  ["EXIT_INIT_CHECK", 11, 0, 0],
  ["FORMAT_SIMPLE", 12, 0, 0],
  ["FORMAT_WITH_SPEC", 13, 0, 0],
  ["GET_AITER", 14, 0, 0],
  ["GET_ANEXT", 15, 0, 0],
  ["GET_ITER", 16, 0, 0],
  ["GET_LEN", 18, 0, 0],
  ["GET_YIELD_FROM_ITER", 19, 0, 0],
  ["INTERPRETER_EXIT", 20, 0, 0],
  ["LOAD_BUILD_CLASS", 21, 0, 0],
  ["LOAD_LOCALS", 22, 0, 0],
  ["MAKE_FUNCTION", 23, 0, 0],
  ["MATCH_KEYS", 24, 0, 0],
  ["MATCH_MAPPING", 25, 0, 0],
  ["MATCH_SEQUENCE", 26, 0, 0],
  ["NOP", 27, 0, 0],
  ["NOT_TAKEN", 28, 0, 0],
  ["POP_EXCEPT", 29, 0, 0],
  ["POP_ITER", 30, 0, 0],
  ["POP_TOP", 31, 0, 0],
  ["PUSH_EXC_INFO", 32, 0, 0],
  ["PUSH_NULL", 33, 0, 0],
  ["RETURN_GENERATOR", 34, 0, 0],
  ["RETURN_VALUE", 35, 0, 0],
  ["SETUP_ANNOTATIONS", 36, 0, 0],
  ["STORE_SLICE", 37, 0, 0],
  ["STORE_SUBSCR", 38, 0, 1],
  ["TO_BOOL", 39, 0, 3],
  ["UNARY_INVERT", 40, 0, 0],
  ["UNARY_NEGATIVE", 41, 0, 0],
  ["UNARY_NOT", 42, 0, 0],
  ["WITH_EXCEPT_START", 43, 0, 0],
  ["BINARY_OP", 44, 1, 5],
  ["BUILD_INTERPOLATION", 45, 1, 0],
  ["BUILD_LIST", 46, 1, 0],
  ["BUILD_MAP", 47, 1, 0],
  ["BUILD_SET", 48, 1, 0],
  ["BUILD_SLICE", 49, 1, 0],
  ["BUILD_STRING", 50, 1, 0],
  ["BUILD_TUPLE", 51, 1, 0],
  ["CALL", 52, 1, 3],
  ["CALL_INTRINSIC_1", 53, 1, 0],
  ["CALL_INTRINSIC_2", 54, 1, 0],
  ["CALL_KW", 55, 1, 3],
  ["COMPARE_OP", 56, 1, 1],
  ["CONTAINS_OP", 57, 1, 1],
  ["CONVERT_VALUE", 58, 1, 0],
  ["COPY", 59, 1, 0],
  ["COPY_FREE_VARS", 60, 1, 0],
  ["DELETE_ATTR", 61, 1, 0],
  ["DELETE_DEREF", 62, 1, 0],
  ["DELETE_FAST", 63, 1, 0],
  ["DELETE_GLOBAL", 64, 1, 0],
  ["DELETE_NAME", 65, 1, 0],
  ["DICT_MERGE", 66, 1, 0],
  ["DICT_UPDATE", 67, 1, 0],
  ["END_ASYNC_FOR", 68, 1, 0],
  ["EXTENDED_ARG", 69, 1, 0],
  ["FOR_ITER", 70, 1, 1],
  ["GET_AWAITABLE", 71, 1, 0],
  ["IMPORT_FROM", 72, 1, 0],
  ["IMPORT_NAME", 73, 1, 0],
  ["IS_OP", 74, 1, 0],
  ["JUMP_BACKWARD", 75, 1, 1],
  ["JUMP_BACKWARD_NO_INTERRUPT", 76, 1, 0],
  ["JUMP_FORWARD", 77, 1, 0],
  ["LIST_APPEND", 78, 1, 0],
  ["LIST_EXTEND", 79, 1, 0],
  ["LOAD_ATTR", 80, 1, 9],
  ["LOAD_COMMON_CONSTANT", 81, 1, 0],
  ["LOAD_CONST", 82, 1, 0],
  ["LOAD_DEREF", 83, 1, 0],
  ["LOAD_FAST", 84, 1, 0],
  ["LOAD_FAST_AND_CLEAR", 85, 1, 0],
  ["LOAD_FAST_BORROW", 86, 1, 0],
  ["LOAD_FAST_BORROW_LOAD_FAST_BORROW", 87, 1, 0],
  ["LOAD_FAST_CHECK", 88, 1, 0],
  ["LOAD_FAST_LOAD_FAST", 89, 1, 0],
  ["LOAD_FROM_DICT_OR_DEREF", 90, 1, 0],
  ["LOAD_FROM_DICT_OR_GLOBALS", 91, 1, 0],
  ["LOAD_GLOBAL", 92, 1, 4],
  ["LOAD_NAME", 93, 1, 0],
  ["LOAD_SMALL_INT", 94, 1, 0],
  ["LOAD_SPECIAL", 95, 1, 0],
  ["LOAD_SUPER_ATTR", 96, 1, 1],
  ["MAKE_CELL", 97, 1, 0],
  ["MAP_ADD", 98, 1, 0],
  ["MATCH_CLASS", 99, 1, 0],
  ["POP_JUMP_IF_FALSE", 100, 1, 1],
  ["POP_JUMP_IF_NONE", 101, 1, 1],
  ["POP_JUMP_IF_NOT_NONE", 102, 1, 1],
  ["POP_JUMP_IF_TRUE", 103, 1, 1],
  ["RAISE_VARARGS", 104, 1, 0],
  ["RERAISE", 105, 1, 0],
  ["SEND", 106, 1, 1],
  ["SET_ADD", 107, 1, 0],
  ["SET_FUNCTION_ATTRIBUTE", 108, 1, 0],
  ["SET_UPDATE", 109, 1, 0],
  ["STORE_ATTR", 110, 1, 4],
  ["STORE_DEREF", 111, 1, 0],
  ["STORE_FAST", 112, 1, 0],
  ["STORE_FAST_LOAD_FAST", 113, 1, 0],
  ["STORE_FAST_STORE_FAST", 114, 1, 0],
  ["STORE_GLOBAL", 115, 1, 0],
  ["STORE_NAME", 116, 1, 0],
  ["SWAP", 117, 1, 0],
  ["UNPACK_EX", 118, 1, 0],
  ["UNPACK_SEQUENCE", 119, 1, 1],
  ["YIELD_VALUE", 120, 1, 0],
  ["RESUME", 128, 1, 0],
];

/** Families: a generic instruction and what it specializes to (the members that 3.14 and 3.15 have and tjit implements). */
export const families = {
  RESUME: ["RESUME_CHECK"],
  TO_BOOL: ["TO_BOOL_ALWAYS_TRUE", "TO_BOOL_BOOL", "TO_BOOL_INT", "TO_BOOL_LIST", "TO_BOOL_NONE", "TO_BOOL_STR"],
  BINARY_OP: [
    "BINARY_OP_ADD_INT",
    "BINARY_OP_SUBTRACT_INT",
    "BINARY_OP_MULTIPLY_INT",
    "BINARY_OP_ADD_FLOAT",
    "BINARY_OP_SUBTRACT_FLOAT",
    "BINARY_OP_MULTIPLY_FLOAT",
    "BINARY_OP_ADD_UNICODE",
    "BINARY_OP_INPLACE_ADD_UNICODE",
    "BINARY_OP_SUBSCR_LIST_INT",
    "BINARY_OP_SUBSCR_LIST_SLICE",
    "BINARY_OP_SUBSCR_TUPLE_INT",
    "BINARY_OP_SUBSCR_STR_INT",
    "BINARY_OP_SUBSCR_DICT",
    "BINARY_OP_SUBSCR_GETITEM",
    // Operators of classes in Python; CPython calls these through slots.
    "BINARY_OP_PY",
    // Rows of CPython's table-driven BINARY_OP_EXTEND; here each row is a member, so that a trace sees typed uops.
    "BINARY_OP_FLOOR_DIVIDE_INT",
    "BINARY_OP_REMAINDER_INT",
    "BINARY_OP_AND_INT",
    "BINARY_OP_OR_INT",
    "BINARY_OP_XOR_INT",
    "BINARY_OP_LSHIFT_INT",
    "BINARY_OP_RSHIFT_INT",
    "BINARY_OP_TRUEDIV_INT",
    "BINARY_OP_TRUEDIV_FLOAT",
    "BINARY_OP_POWER_FLOAT",
    "BINARY_OP_ADD_FLOAT_INT",
    "BINARY_OP_ADD_INT_FLOAT",
    "BINARY_OP_SUBTRACT_FLOAT_INT",
    "BINARY_OP_SUBTRACT_INT_FLOAT",
    "BINARY_OP_MULTIPLY_FLOAT_INT",
    "BINARY_OP_MULTIPLY_INT_FLOAT",
    "BINARY_OP_TRUEDIV_FLOAT_INT",
    "BINARY_OP_TRUEDIV_INT_FLOAT",
  ],
  STORE_SUBSCR: ["STORE_SUBSCR_DICT", "STORE_SUBSCR_LIST_INT"],
  SEND: ["SEND_GEN"],
  UNPACK_SEQUENCE: ["UNPACK_SEQUENCE_TWO_TUPLE", "UNPACK_SEQUENCE_TUPLE", "UNPACK_SEQUENCE_LIST"],
  STORE_ATTR: ["STORE_ATTR_INSTANCE_VALUE", "STORE_ATTR_SLOT", "STORE_ATTR_WITH_HINT"],
  LOAD_GLOBAL: ["LOAD_GLOBAL_MODULE", "LOAD_GLOBAL_BUILTIN"],
  LOAD_SUPER_ATTR: ["LOAD_SUPER_ATTR_ATTR", "LOAD_SUPER_ATTR_METHOD"],
  LOAD_ATTR: [
    "LOAD_ATTR_INSTANCE_VALUE",
    "LOAD_ATTR_MODULE",
    "LOAD_ATTR_WITH_HINT",
    "LOAD_ATTR_SLOT",
    "LOAD_ATTR_CLASS",
    "LOAD_ATTR_CLASS_WITH_METACLASS_CHECK",
    "LOAD_ATTR_PROPERTY",
    "LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN",
    "LOAD_ATTR_METHOD_WITH_VALUES",
    "LOAD_ATTR_METHOD_NO_DICT",
    "LOAD_ATTR_METHOD_LAZY_DICT",
    "LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES",
    "LOAD_ATTR_NONDESCRIPTOR_NO_DICT",
  ],
  COMPARE_OP: ["COMPARE_OP_FLOAT", "COMPARE_OP_INT", "COMPARE_OP_STR"],
  CONTAINS_OP: ["CONTAINS_OP_SET", "CONTAINS_OP_DICT"],
  JUMP_BACKWARD: ["JUMP_BACKWARD_NO_JIT", "JUMP_BACKWARD_JIT"],
  FOR_ITER: ["FOR_ITER_LIST", "FOR_ITER_TUPLE", "FOR_ITER_RANGE", "FOR_ITER_GEN"],
  CALL: [
    "CALL_PY_EXACT_ARGS",
    "CALL_BOUND_METHOD_EXACT_ARGS",
    "CALL_PY_GENERAL",
    "CALL_BOUND_METHOD_GENERAL",
    "CALL_NON_PY_GENERAL",
    "CALL_TYPE_1",
    "CALL_STR_1",
    "CALL_TUPLE_1",
    "CALL_ALLOC_AND_ENTER_INIT",
    "CALL_BUILTIN_CLASS",
    "CALL_BUILTIN_O",
    "CALL_BUILTIN_FAST",
    "CALL_BUILTIN_FAST_WITH_KEYWORDS",
    "CALL_LEN",
    "CALL_ISINSTANCE",
    "CALL_LIST_APPEND",
    "CALL_METHOD_DESCRIPTOR_O",
    "CALL_METHOD_DESCRIPTOR_FAST",
    "CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS",
    "CALL_METHOD_DESCRIPTOR_NOARGS",
  ],
  CALL_KW: ["CALL_KW_PY", "CALL_KW_BOUND_METHOD", "CALL_KW_NON_PY"],
  CALL_FUNCTION_EX: ["CALL_EX_PY"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Name of a generic instruction that has specialized members. */
export type FamilyName = keyof typeof families;

const firstSpecializedOpcode = 129;

/** Replaces the first instruction of a compiled region; its oparg indexes the code object's executors. */
export const ENTER_EXECUTOR = 254;

/** The one instruction that fills the recording half of the dispatch table; it is never in a code object. */
export const TRACE_RECORD = 255;

const definitionByName = new Map<string, OpcodeDefinition>();
const definitionByOpcode: (OpcodeDefinition | undefined)[] = new Array<undefined>(256).fill(undefined);

/** Every instruction, generic ones first. */
export const opcodes: readonly OpcodeDefinition[] = makeDefinitions();

// Loops over indices, here and below: they run before every program, when iterators are slow.
function makeDefinitions(): readonly OpcodeDefinition[] {
  const definitions: OpcodeDefinition[] = [];
  const add = (name: string, opcode: number, hasArgument: boolean, cacheEntries: number, generic: number): void => {
    const definition = { name, opcode, hasArgument, cacheEntries, generic };
    definitions.push(definition);
    definitionByName.set(name, definition);
    definitionByOpcode[opcode] = definition;
  };
  genericRows.forEach((row) => {
    add(row[0], row[1], row[2] === 1, row[3], row[1]);
  });
  let opcode = firstSpecializedOpcode;
  Object.keys(families).forEach((family) => {
    const { opcode: generic, hasArgument, cacheEntries } = opcodeNamed(family);
    families[family as FamilyName].forEach((name) => {
      add(name, opcode++, hasArgument, cacheEntries, generic);
    });
  });
  add("ENTER_EXECUTOR", ENTER_EXECUTOR, true, 0, ENTER_EXECUTOR);
  add("TRACE_RECORD", TRACE_RECORD, true, 0, TRACE_RECORD);
  return definitions;
}

/** @throws RangeError when there is no such instruction. */
export function opcodeNamed(name: string): OpcodeDefinition {
  const definition = definitionByName.get(name);
  if (definition === undefined) throw new RangeError(`no instruction is named ${name}`);
  return definition;
}

/** The instruction with this number; `undefined` when the number is free. */
export function opcodeAt(opcode: number): OpcodeDefinition | undefined {
  return definitionByOpcode[opcode];
}

/** Operators of `BINARY_OP`, by oparg: CPython's `NB_` numbers. */
export const binaryOperators = [
  "+",
  "&",
  "//",
  "<<",
  "@",
  "*",
  "%",
  "|",
  "**",
  ">>",
  "-",
  "/",
  "^",
  "+=",
  "&=",
  "//=",
  "<<=",
  "@=",
  "*=",
  "%=",
  "|=",
  "**=",
  ">>=",
  "-=",
  "/=",
  "^=",
  "[]",
] as const;

/** Operators of `COMPARE_OP`: `oparg >> 5`; bit 4 of the oparg asks for a bool result, the low bits say which outcomes count. */
export const compareOperators = ["<", "<=", "==", "!=", ">", ">="] as const;

/** Functions of `CALL_INTRINSIC_1`, by oparg. */
export const intrinsics1 = [
  "INTRINSIC_1_INVALID",
  "INTRINSIC_PRINT",
  "INTRINSIC_IMPORT_STAR",
  "INTRINSIC_STOPITERATION_ERROR",
  "INTRINSIC_ASYNC_GEN_WRAP",
  "INTRINSIC_UNARY_POSITIVE",
  "INTRINSIC_LIST_TO_TUPLE",
  "INTRINSIC_TYPEVAR",
  "INTRINSIC_PARAMSPEC",
  "INTRINSIC_TYPEVARTUPLE",
  "INTRINSIC_SUBSCRIPT_GENERIC",
  "INTRINSIC_TYPEALIAS",
] as const;

/** Functions of `CALL_INTRINSIC_2`, by oparg. */
export const intrinsics2 = [
  "INTRINSIC_2_INVALID",
  "INTRINSIC_PREP_RERAISE_STAR",
  "INTRINSIC_TYPEVAR_WITH_BOUND",
  "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
  "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
  "INTRINSIC_SET_TYPEPARAM_DEFAULT",
] as const;

/** Constants of `LOAD_COMMON_CONSTANT`, by oparg. */
export const commonConstants = ["AssertionError", "NotImplementedError", "tuple", "all", "any"] as const;

/** Methods of `LOAD_SPECIAL`, by oparg. */
export const specialMethods = ["__enter__", "__exit__", "__aenter__", "__aexit__"] as const;
