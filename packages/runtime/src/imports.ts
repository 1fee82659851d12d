// What generated code (handlers, traces, kernel) calls in the runtime: every function's name, parameters and result, declared once.
//
// Conventions, CPython's where it has them:
// - parameters are borrowed references unless a line says `steals`;
// - `ref`: a new reference, or 0 with the current exception set;
// - `status`: 0, or -1 with the current exception set;
// - `items` is the address of consecutive references on the evaluation stack, deepest first. Functions that take items
//   consume them (steal every one) when they succeed and leave them alone when they fail;
// - `fp` is the current frame; its `instrPtr` is set.

/** Declared signature of an imported function. Parameters are i32, and those written `name:f64` are doubles. */
export interface RuntimeImport {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly result: "ref" | "status" | "i32" | "f64" | "void";
}

function row(name: string, parameters: string, result: RuntimeImport["result"]): RuntimeImport {
  return { name, parameters: parameters === "" ? [] : parameters.split(" "), result };
}

/** Result of `call…` functions: a Python frame was pushed and waits in `VmState.resumeFp/resumePc/resumeSp`. Never a valid reference. */
export const FRAME_PUSHED = 2;

/** Result of `for_iter`: an exception other than StopIteration is set. Never a valid reference. 0 means exhausted. */
export const ITERATION_ERROR = 2;

/** What loops of the engine say when they stopped between two items, so that work can be paid for. Never a valid reference. */
export const MORE_ITEMS = 4;

/** What a loop of the engine says when the host has to do the call with the item in `VmState.result`. */
export const ITEM_FOR_HOST = 6;

/** Results of `periodic`. */
export const Periodic = { CONTINUE: 0, ERROR: 1, LEAVE: 2 } as const;

/** Every import, by what it is for. */
export const runtimeImports: readonly RuntimeImport[] = [
  // Operators
  row("binary_op", "left right oparg", "ref"),
  row("compare_op", "left right oparg", "ref"),
  row("contains_op", "left right oparg", "ref"),
  row("unary_negative", "value", "ref"),
  row("unary_invert", "value", "ref"),
  row("to_bool", "value", "ref"),
  /** `base ** exponent` of a positive finite base, as the float type computes it. */
  row("float_power", "base:f64 exponent:f64", "f64"),
  row("binary_slice", "container start stop", "ref"),
  row("store_slice", "value container start stop", "status"),
  row("store_subscr", "value container subscript", "status"),
  row("delete_subscr", "container subscript", "status"),
  // Attributes
  row("load_attr", "owner name", "ref"),
  /** The method unbound with its receiver in `secondResult`, or any attribute with 0 there. */
  row("load_method", "owner name", "ref"),
  row("store_attr", "owner name value", "status"),
  row("delete_attr", "owner name", "status"),
  row("load_super_attr", "globalSuper class self name oparg", "ref"),
  // Names
  row("load_name", "fp name", "ref"),
  row("store_name", "fp name value", "status"),
  row("delete_name", "fp name", "status"),
  row("load_global", "fp name", "ref"),
  row("store_global", "fp name value", "status"),
  row("delete_global", "fp name", "status"),
  row("load_from_dict_or_globals", "dict fp name", "ref"),
  row("load_from_dict_or_deref", "dict fp oparg", "ref"),
  row("load_build_class", "fp", "ref"),
  row("load_locals", "fp", "ref"),
  row("load_common_constant", "oparg", "ref"),
  row("setup_annotations", "fp", "status"),
  /** Raises UnboundLocalError or NameError for the fast local or cell with this index. Always -1. */
  row("raise_unbound", "fp oparg", "status"),
  row("make_cell", "value", "ref"),
  // Displays
  row("build_tuple", "items count", "ref"),
  row("build_list", "items count", "ref"),
  row("build_set", "items count", "ref"),
  row("build_map", "items count", "ref"),
  row("build_string", "items count", "ref"),
  row("build_slice", "items count", "ref"),
  row("build_template", "strings interpolations", "ref"),
  row("build_interpolation", "items oparg", "ref"),
  /** Steals `value`. */
  row("list_append", "list value", "status"),
  row("set_add", "set value", "status"),
  /** Steals `key` and `value`. */
  row("map_add", "dict key value", "status"),
  row("list_extend", "list iterable", "status"),
  row("set_update", "set iterable", "status"),
  row("dict_update", "dict mapping", "status"),
  row("dict_merge", "dict mapping callable", "status"),
  // Unpacking: writes owned references from `out` upward, the first item at the highest address.
  row("unpack_sequence", "sequence count out", "status"),
  row("unpack_ex", "sequence oparg out", "status"),
  // Iteration
  row("get_iter", "iterable", "ref"),
  row("for_iter", "iterator", "ref"),
  row("get_yield_from_iter", "iterable fp", "ref"),
  row("get_aiter", "value", "ref"),
  row("get_anext", "value", "ref"),
  row("end_async_for", "exception", "status"),
  row("get_awaitable", "value oparg", "ref"),
  row("get_len", "value", "ref"),
  // Formatting
  row("format_simple", "value", "ref"),
  row("format_with_spec", "value spec", "ref"),
  row("convert_value", "value oparg", "ref"),
  // Calls. `items` starts at the callable: callable, self or NULL, arguments.
  row("call", "items count", "ref"),
  row("call_kw", "items count kwnames", "ref"),
  /** As `call` and `call_kw`, but a Python function runs to its end before they return. */
  row("call_and_wait", "items count", "ref"),
  row("call_kw_and_wait", "items count kwnames", "ref"),
  row("call_function_ex", "items fp", "ref"),
  /** Makes the frame for a Python function call as `call` would, or 0 with an exception set. Consumes items; result is the frame. */
  row("push_frame", "items count kwnames", "i32"),
  /** The same for callable, NULL, iterable of arguments, dict of keywords or NULL. */
  row("push_frame_ex", "items", "i32"),
  /** An instance of the class `items[0]` with the version checked by the caller. Does not consume. */
  row("allocate_instance", "type", "ref"),
  /** One positional argument, a builtin function or bound builtin method. Does not consume. */
  row("call_builtin_o", "callable argument", "ref"),
  /** Positional arguments at `arguments`. Does not consume. */
  row("call_builtin_fast", "callable arguments count", "ref"),
  /** `self` and positional arguments at `arguments` for an unbound method of a builtin type. Does not consume. */
  row("call_method_descriptor", "callable arguments count", "ref"),
  row("call_intrinsic_1", "value oparg fp", "ref"),
  row("call_intrinsic_2", "first second oparg", "ref"),
  /** Raises TypeError: `__init__` returned `value`, which is not None. */
  row("raise_init_return", "value", "status"),
  row("len", "value", "ref"),
  row("isinstance", "value classinfo", "ref"),
  row("str_add", "left right", "ref"),
  /** Steals `left`, of which the caller holds the only reference besides the local it replaces. */
  row("str_concat_inplace", "left right", "ref"),
  row("str_compare", "left right oparg", "ref"),
  /** Whether two str have the same text: 1 or 0. */
  row("str_equal", "left right", "i32"),
  row("str_item", "string index", "ref"),
  row("make_function", "code fp", "ref"),
  /** Steals `attribute`. */
  row("set_function_attribute", "function attribute oparg", "status"),
  /** A frame that is watched ends, its evaluation stack is empty. */
  row("detach_frame", "fp", "void"),
  // Generators
  /** What the frame holds moves into the generator; the frame is empty then. */
  row("return_generator", "fp", "ref"),
  /** Second result in `secondResult`: 1 when the value was returned, 0 when it was yielded. */
  row("send", "receiver value", "ref"),
  /** What becomes of a binary operation when the left operand's method has returned NotImplemented. Steals the operands. */
  row("finish_operation", "left right oparg", "ref"),
  // Exceptions
  row("raise_varargs", "items oparg fp", "status"),
  row("check_exc_match", "exception type", "ref"),
  /** What `except*` handles, None if nothing; what is left is in `secondResult`. */
  row("check_eg_match", "exception type", "ref"),
  /** Makes `exception` current again. `lasti` is 0 or a small int that tells where it was raised. Steals `exception`. */
  row("reraise", "exception lasti fp", "status"),
  row("with_except_start", "items", "ref"),
  /** Steals `owner` when it succeeds; the receiver is in `secondResult`, as after `load_method`. */
  row("load_special", "owner oparg", "ref"),
  row("cleanup_throw", "exception", "ref"),
  /** Finds the handler. 1: continue at `VmState.resume*`; 0: the entry frame was left, the exception is current. */
  row("unwind", "pc sp fp", "i32"),
  // Modules
  row("import_name", "fp name fromlist level", "ref"),
  row("import_from", "module name", "ref"),
  // Patterns
  row("match_class", "subject type names oparg", "ref"),
  row("match_keys", "subject keys", "ref"),
  row("match_mapping", "subject", "ref"),
  row("match_sequence", "subject", "ref"),
  // Memory
  /** Frees an object whose count reached zero. */
  row("dealloc", "object", "void"),
  /** A small block (8 * sizeClass bytes) when its free list is empty. */
  row("refill", "sizeClass", "i32"),
  /** Memory of an object that owns nothing any more. */
  row("free_object", "object bytes", "void"),
  row("allocate_large", "bytes", "i32"),
  /** The 64-bit product or sum of two tagged ints does not fit 63 bits: the general way. */
  row("raise_recursion_error", "fp", "status"),
  row("raise_zero_division", "kind", "status"),
  /** A watched dict is about to change. */
  row("dict_changed", "dict", "void"),
  /** Raises the StopIteration of a generator that returned a value, which it steals. */
  row("raise_return", "generator value", "ref"),
  /** A run that generated code began has ended; something was being recorded in it. */
  row("left_run", "", "void"),
  // Adaptive execution
  row("periodic", "pc sp fp", "i32"),
  row("specialize", "pc sp fp", "void"),
  /** First execution of a JUMP_BACKWARD: chooses its member. */
  row("quicken_jump", "pc", "void"),
  row("hot_loop", "pc sp fp", "void"),
  row("hot_entry", "pc sp fp", "void"),
  row("hot_exit", "pc sp fp exit", "void"),
  /** Sets SystemError naming the instruction, which this version has no handler for. */
  row("raise_undefined_opcode", "pc fp", "void"),
  /** What is to run at `pc`: the opcode in the low byte, the full oparg above it. */
  row("trace_record", "pc sp fp oparg", "i32"),
];

/** Name of an imported function. */
export type RuntimeImportName = string;
