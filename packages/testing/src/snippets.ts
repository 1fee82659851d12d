// The bytecodes that decoded traces are made of, as rows: what must be on the stack, uops, what is there afterwards.
//
// Uops: `|` starts the next bytecode. `_UOP=3` has oparg 3, `=L` a local, `=K` another of its type, `=N` and `=S` a small number. `_UOP/3` has operand0 3, `/c` a constant,
// `/a` an attribute. `!` after a uop: its exit goes on behind it, as a branch does. Types: `any`, `local` (what the local holds),
// `constant`, or the dialect's; `same1` is what was on top, `same2` the one below.

/** One row. */
export interface Snippet {
  readonly name: string;
  /** Types on top of the stack, deepest first, that a recorder would have seen. */
  readonly takes: readonly string[];
  readonly uops: string;
  /** Types that replace those. */
  readonly gives: readonly string[];
  /** What else the row does to the decoder's state. */
  readonly special?: "store" | "call" | "return";
  /** The local that the row reads must have this type. */
  readonly localType?: string;
}

function row(
  name: string,
  takes: string,
  uops: string,
  gives: string,
  rest: Pick<Snippet, "special" | "localType"> = {},
): Snippet {
  const split = (text: string): string[] => text.split(" ").filter((word) => word !== "");
  return { name, takes: split(takes), uops, gives: split(gives), ...rest };
}

const ints = "_GUARD_TOS_INT _GUARD_NOS_INT";
const floats = "_GUARD_TOS_FLOAT _GUARD_NOS_FLOAT";
const popInts = "_POP_TOP_INT _POP_TOP_INT";
const popFloats = "_POP_TOP_FLOAT _POP_TOP_FLOAT";
const global = "_GUARD_GLOBALS_VERSION/1";
const builtin = `${global} _GUARD_BUILTINS_VERSION/1`;
const instance = "_GUARD_TYPE_VERSION/12 _CHECK_MANAGED_OBJECT_HAS_VALUES";

/** Every row; a record picks the next one that fits. */
export const snippets: readonly Snippet[] = [
  row("LOAD_FAST", "", "_LOAD_FAST=L", "local"),
  row("LOAD_FAST_BORROW", "", "_LOAD_FAST_BORROW=L", "local"),
  row("LOAD_FAST_BORROW again", "", "_LOAD_FAST_BORROW=L", "local"),
  row("LOAD_FAST_CHECK", "", "_LOAD_FAST_CHECK=L", "local"),
  row("LOAD_SMALL_INT", "", "_LOAD_SMALL_INT=N", "smallint"),
  row("LOAD_CONST", "", "_LOAD_CONST_INLINE/c", "constant"),
  row("LOAD_CONST immortal", "", "_LOAD_CONST_INLINE_BORROW/i", "constant"),
  row("STORE_FAST", "any", "_SWAP_FAST=L _POP_TOP", "", { special: "store" }),
  row("STORE_FAST float", "float", "_SWAP_FAST=L _POP_TOP", "", { special: "store" }),
  row("POP_TOP", "any", "_POP_TOP", ""),
  row("COPY 1", "any", "_COPY_1", "same1 same1"),
  row("COPY 2", "any any", "_COPY=2", "same2 same1 same2"),
  row("SWAP 2", "any any", "_SWAP_2", "same1 same2"),

  ...["ADD", "SUBTRACT", "MULTIPLY", "FLOOR_DIVIDE", "REMAINDER", "AND", "LSHIFT"].map((name) =>
    row(`BINARY_OP_${name}_INT`, "smallint smallint", `${ints} _BINARY_OP_${name}_INT ${popInts}`, "smallint"),
  ),
  ...["ADD", "SUBTRACT", "MULTIPLY", "TRUEDIV"].map((name) =>
    row(`BINARY_OP_${name}_FLOAT`, "float float", `${floats} _BINARY_OP_${name}_FLOAT ${popFloats}`, "float"),
  ),
  row("BINARY_OP_TRUEDIV_INT", "smallint smallint", `${ints} _BINARY_OP_TRUEDIV_INT ${popInts}`, "float"),
  row(
    "BINARY_OP_ADD_FLOAT_INT",
    "float smallint",
    `_GUARD_TOS_INT _GUARD_NOS_FLOAT _INT_TO_FLOAT_TOS _BINARY_OP_ADD_FLOAT ${popFloats}`,
    "float",
  ),
  row(
    "BINARY_OP_MULTIPLY_INT_FLOAT",
    "smallint float",
    `_GUARD_TOS_FLOAT _GUARD_NOS_INT _INT_TO_FLOAT_NOS _BINARY_OP_MULTIPLY_FLOAT ${popFloats}`,
    "float",
  ),
  row(
    "BINARY_OP_ADD_UNICODE",
    "str str",
    "_GUARD_TOS_UNICODE _GUARD_NOS_UNICODE _BINARY_OP_ADD_UNICODE _POP_TOP_UNICODE _POP_TOP_UNICODE",
    "str",
  ),
  row("BINARY_OP", "any any", "_BINARY_OP=0 _POP_TOP _POP_TOP", "any"),
  row(
    "BINARY_OP_SUBSCR_LIST_INT",
    "list smallint",
    "_GUARD_TOS_INT _GUARD_NOS_LIST _BINARY_OP_SUBSCR_LIST_INT _POP_TOP_INT _POP_TOP",
    "any",
  ),
  row(
    "BINARY_OP_SUBSCR_TUPLE_INT",
    "tuple smallint",
    "_GUARD_TOS_INT _GUARD_NOS_TUPLE _BINARY_OP_SUBSCR_TUPLE_INT _POP_TOP_INT _POP_TOP",
    "any",
  ),
  row(
    "STORE_SUBSCR_LIST_INT",
    "any list smallint",
    "_GUARD_TOS_INT _GUARD_NOS_LIST _STORE_SUBSCR_LIST_INT _POP_TOP_INT _POP_TOP _POP_TOP",
    "",
  ),
  row(
    "local[n] of a list",
    "",
    "_LOAD_FAST_BORROW=L | _LOAD_SMALL_INT=S | _GUARD_TOS_INT _GUARD_NOS_LIST _BINARY_OP_SUBSCR_LIST_INT _POP_TOP_INT _POP_TOP",
    "any",
    { localType: "list" },
  ),
  row(
    "local[n] of a tuple",
    "",
    "_LOAD_FAST_BORROW=L | _LOAD_SMALL_INT=S | _GUARD_TOS_INT _GUARD_NOS_TUPLE _BINARY_OP_SUBSCR_TUPLE_INT _POP_TOP_INT _POP_TOP",
    "any",
    { localType: "tuple" },
  ),
  row(
    "local[n] = value",
    "any",
    "_LOAD_FAST_BORROW=L | _LOAD_SMALL_INT=S | _GUARD_TOS_INT _GUARD_NOS_LIST _STORE_SUBSCR_LIST_INT _POP_TOP_INT _POP_TOP _POP_TOP",
    "",
    { localType: "list" },
  ),
  ...["ADD", "MULTIPLY"].map((name) =>
    row(
      `local = local ${name} other`,
      "",
      `_LOAD_FAST_BORROW=L _LOAD_FAST_BORROW=K | ${floats} _BINARY_OP_${name}_FLOAT ${popFloats} | _SWAP_FAST=L _POP_TOP`,
      "",
      { localType: "float" },
    ),
  ),
  ...["LT", "GE", "EQ"].map((name) =>
    row(
      `while local ${name} other`,
      "",
      `_LOAD_FAST_BORROW=L _LOAD_FAST_BORROW=K | ${ints} _COMPARE_OP_INT_${name} ${popInts} | _GUARD_IS_TRUE_POP!`,
      "",
      { localType: "smallint" },
    ),
  ),
  row("UNARY_NEGATIVE", "any", "_UNARY_NEGATIVE _POP_TOP", "same1"),
  row("UNARY_NOT", "bool", "_TO_BOOL_BOOL | _UNARY_NOT", "bool"),
  row("TO_BOOL", "any", "_TO_BOOL _POP_TOP", "bool"),
  row("TO_BOOL_INT", "smallint", "_TO_BOOL_INT _POP_TOP_INT", "bool"),
  row("TO_BOOL_LIST", "list", "_GUARD_TOS_LIST _TO_BOOL_LIST _POP_TOP", "bool"),
  row("IS_OP", "any any", "_IS_OP=0 _POP_TOP _POP_TOP", "bool"),
  ...["LT", "GE", "EQ"].flatMap((name, number) => [
    row(`COMPARE_OP_INT ${name}`, "smallint smallint", `${ints} _COMPARE_OP_INT_${name} ${popInts}`, "bool"),
    row(
      `COMPARE_OP_FLOAT ${name}`,
      "float float",
      `${floats} _COMPARE_OP_FLOAT=${[2, 12, 8][number]} ${popFloats}`,
      "bool",
    ),
  ]),
  row("POP_JUMP_IF_FALSE", "bool", "_TO_BOOL_BOOL | _GUARD_IS_TRUE_POP!", ""),
  row("POP_JUMP_IF_TRUE", "bool", "_TO_BOOL_BOOL | _GUARD_IS_FALSE_POP!", ""),
  row("POP_JUMP_IF_NONE", "any", "_IS_NONE _POP_TOP _GUARD_IS_FALSE_POP!", ""),
  row("POP_JUMP_IF_NOT_NONE", "NoneType", "_IS_NONE _POP_TOP _GUARD_IS_TRUE_POP!", ""),

  row(
    "FOR_ITER_RANGE",
    "range_iterator",
    "_ITER_CHECK_RANGE _GUARD_NOT_EXHAUSTED_RANGE! _ITER_NEXT_RANGE",
    "range_iterator smallint",
  ),
  row(
    "FOR_ITER_LIST",
    "list_iterator",
    "_ITER_CHECK_LIST _GUARD_NOT_EXHAUSTED_LIST! _ITER_NEXT_LIST",
    "list_iterator any",
  ),
  row("GET_ITER", "list", "_GET_ITER _POP_TOP", "list_iterator"),
  row("BUILD_TUPLE", "any any", "_BUILD_TUPLE=2", "tuple"),
  row("BUILD_LIST", "any", "_BUILD_LIST=1", "list"),
  row("UNPACK_SEQUENCE_TWO_TUPLE", "tuple", "_GUARD_TOS_TUPLE _UNPACK_SEQUENCE_TWO_TUPLE _POP_TOP", "any any"),

  row("LOAD_ATTR_INSTANCE_VALUE a", "object", `${instance} _LOAD_ATTR_INSTANCE_VALUE/0 _POP_TOP`, "float"),
  row("LOAD_ATTR_INSTANCE_VALUE b", "object", `${instance} _LOAD_ATTR_INSTANCE_VALUE/1 _POP_TOP`, "any"),
  row("STORE_ATTR_INSTANCE_VALUE", "any object", `${instance} _STORE_ATTR_INSTANCE_VALUE/a _POP_TOP _POP_TOP`, ""),
  row("local.a", "", `_LOAD_FAST_BORROW=L | ${instance} _LOAD_ATTR_INSTANCE_VALUE/0 _POP_TOP`, "float", {
    localType: "object",
  }),
  row(
    "local.a = value",
    "any",
    `_LOAD_FAST_BORROW=L | ${instance} _STORE_ATTR_INSTANCE_VALUE/a _POP_TOP _POP_TOP`,
    "",
    { localType: "object" },
  ),
  row("LOAD_ATTR", "object", "_LOAD_ATTR_VALUE=0 _POP_TOP", "any"),
  row("STORE_ATTR", "any object", "_STORE_ATTR=2 _POP_TOP _POP_TOP", ""),
  row("LOAD_GLOBAL_MODULE x", "", `${global} _LOAD_GLOBAL_MODULE/0`, "smallint"),
  row("LOAD_GLOBAL_MODULE c", "", `${global} _LOAD_GLOBAL_MODULE/2`, "float"),
  row(
    "len(list)",
    "",
    `${builtin} _LOAD_GLOBAL_BUILTINS/0 _PUSH_NULL | _LOAD_FAST_BORROW=L | _GUARD_NOS_NULL _GUARD_CALLABLE_LEN _CALL_LEN _POP_TOP _POP_TOP`,
    "smallint",
    { localType: "list" },
  ),
  row(
    "act(local)",
    "",
    `${builtin} _LOAD_GLOBAL_BUILTINS/2 _PUSH_NULL | _LOAD_FAST_BORROW=L | _CALL_NON_PY_GENERAL=1 | _POP_TOP`,
    "",
  ),
  row(
    "print(local)",
    "",
    `${builtin} _LOAD_GLOBAL_BUILTINS/1 _PUSH_NULL | _LOAD_FAST_BORROW=L | _CALL_NON_PY_GENERAL=1`,
    "NoneType",
  ),
  row(
    "call",
    "",
    `${global} _LOAD_GLOBAL_MODULE/1 _PUSH_NULL | _LOAD_FAST_BORROW=L | _CHECK_FUNCTION_VERSION=1/11 _CHECK_FUNCTION_EXACT_ARGS=1 _CHECK_STACK_SPACE=1 _CHECK_RECURSION_REMAINING _INIT_CALL_PY_EXACT_ARGS=1 _SAVE_RETURN_OFFSET=8 _PUSH_FRAME`,
    "",
    { special: "call" },
  ),
  row("RETURN_VALUE", "any", "_GUARD_RETURN_OWNER _RETURN_VALUE", "same1", { special: "return" }),
];
