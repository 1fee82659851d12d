// Calls and frames. `callable, self_or_null, args[oparg]` is the calling convention of the stack.

import { defineUop, type UopDefinition } from "@tjit/ir";

const convention = "callable, self_or_null, args[oparg]";
const unchanged = `${convention} -- ${convention}`;
const keywords = `${convention}, kwnames`;
const unpacked = "callable, null, callargs, kwargs";
const onStack = ["arg", "syncs"] as const;

export const callUops: readonly UopDefinition[] = [
  defineUop("_CALL", `${convention} -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    tierOneOnly: true,
    traceForm: "_CALL_NON_PY_GENERAL",
    doc: "Calls anything; a Python function's frame is entered.",
  }),
  defineUop("_CALL_NON_PY_GENERAL", `${convention} -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Calls anything and waits for the result.",
  }),
  defineUop("_CALL_KW", `${convention}, kwnames -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    tierOneOnly: true,
    traceForm: "_CALL_KW_NON_PY",
    doc: "Calls with keyword arguments; a Python function's frame is entered.",
  }),
  defineUop("_CALL_KW_NON_PY", `${convention}, kwnames -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Calls with keyword arguments and waits for the result.",
  }),
  defineUop("_CALL_FUNCTION_EX", "callable, null, callargs, kwargs -- res", {
    flags: ["syncs", "error", "escapes"],
    doc: "`callable(*callargs, **kwargs)`, waiting for the result.",
  }),
  defineUop("_QUICKEN_CALL_EX", `${unpacked} -- ${unpacked}`, {
    flags: ["syncs"],
    tierOneOnly: true,
    doc: "Becomes the member of the family for Python functions when the callable is one.",
  }),
  defineUop("_GUARD_CALLABLE_EX_PY", `${unpacked} -- ${unpacked}`, {
    flags: ["exit"],
    doc: "The callable is a Python function or a method bound to one.",
  }),
  defineUop("_GUARD_CALLABLE_EX_IP", `${unpacked} -- ${unpacked}`, {
    flags: ["exit"],
    operand0: "pc",
    doc: "The callable is a Python function or a method bound to one, and starts at this address, which tells its code.",
  }),
  defineUop("_PY_FRAME_EX", `${unpacked} -- new_frame: frame`, {
    flags: ["syncs", "error", "escapes"],
    frame: { kind: "create", arguments: "" },
    doc: "Makes the frame of a Python function called with an iterable of arguments and a dict of keywords.",
  }),
  defineUop("_CALL_INTRINSIC_1", "value -- res, value", {
    flags: ["arg", "error", "escapes"],
    doc: "One of the compiler's helper functions.",
  }),
  defineUop("_CALL_INTRINSIC_2", "first, second -- res, first, second", {
    flags: ["arg", "error", "escapes"],
    doc: "One of the compiler's helper functions.",
  }),

  defineUop("_CHECK_FUNCTION_VERSION", unchanged, {
    flags: [...onStack, "exit"],
    operand0: "version",
    guards: [{ input: "callable", fact: { kind: "function-version" } }],
    doc: "The callable is a Python function of this version.",
  }),
  defineUop("_CHECK_FUNCTION_EXACT_ARGS", unchanged, {
    flags: [...onStack, "exit"],
    doc: "As many arguments as parameters, receiver included.",
  }),
  defineUop("_CHECK_STACK_SPACE", unchanged, { flags: [...onStack, "deopt"], doc: "There is room for the frame." }),
  defineUop("_CHECK_RECURSION_REMAINING", "--", { flags: ["deopt"], doc: "Another call may nest." }),
  defineUop("_CHECK_CALL_BOUND_METHOD", unchanged, {
    flags: [...onStack, "exit"],
    doc: "The callable is a bound method and the receiver's place is free.",
  }),
  defineUop("_INIT_CALL_BOUND_METHOD", `${convention} -- function, self, args[oparg]`, {
    flags: onStack,
    results: { function: { nonNull: true }, self: { nonNull: true } },
    doc: "Replaces a bound method by its function and its receiver, in place.",
  }),
  defineUop("_INIT_CALL_PY_EXACT_ARGS", `${convention} -- new_frame: frame`, {
    flags: onStack,
    frame: { kind: "create", receiver: "self_or_null", arguments: "args", others: "null" },
    doc: "Makes the frame of a Python function; the arguments move into its locals.",
  }),
  defineUop("_PY_FRAME_GENERAL", `${convention} -- new_frame: frame`, {
    flags: [...onStack, "error", "escapes"],
    frame: { kind: "create", arguments: "" },
    doc: "Makes the frame of a Python function whose arguments need binding (defaults, variadics).",
  }),
  defineUop("_CHECK_FUNCTION_VERSION_KW", `${keywords} -- ${keywords}`, {
    flags: [...onStack, "exit"],
    operand0: "version",
    doc: "The callable is a Python function of this version.",
  }),
  defineUop("_PY_FRAME_KW", `${keywords} -- new_frame: frame`, {
    flags: [...onStack, "error", "escapes"],
    frame: { kind: "create", arguments: "" },
    doc: "Makes the frame of a Python function called with keyword arguments.",
  }),
  defineUop("_SAVE_RETURN_OFFSET", "--", {
    flags: ["arg"],
    doc: "Stores in the frame where the call is, and how far behind it the frame continues, in bytes.",
  }),
  defineUop("_PUSH_FRAME", "new_frame: frame --", {
    flags: ["syncs"],
    operand0: "frame",
    frame: { kind: "push" },
    doc: "Enters a frame.",
  }),
  defineUop("_RETURN_FROM_SPECIAL_FRAME", "retval -- retval", {
    flags: ["escapes", "error"],
    tierOneOnly: true,
    doc: "Return from a frame that the host entered, or from an `__init__` that a class called.",
  }),
  defineUop("_GUARD_RETURN_OWNER", "retval -- retval", {
    flags: ["deopt"],
    doc: "The frame was pushed by an ordinary call.",
  }),
  defineUop("_RETURN_VALUE", "retval -- res", {
    flags: ["syncs", "escapes"],
    frame: { kind: "return" },
    results: { res: { same: "retval" } },
    doc: "Leaves the frame; the value moves to the caller's stack.",
  }),
  defineUop("_RETURN_VALUE_INIT", "retval --", {
    flags: ["syncs", "escapes", "exit"],
    frame: { kind: "return" },
    doc: "Leaves the frame of an `__init__`, which must return None; the instance is on the caller's stack already.",
  }),
  defineUop("_GUARD_OPERATOR_VERSION", "left, right -- left, right", {
    flags: ["exit"],
    operand0: "version",
    doc: "The left value's type has this version tag; that of the right one is the same or builtin, so that the left one is asked first.",
  }),
  defineUop("_OPERATOR_FRAME", "left, right -- new_frame: frame", {
    flags: onStack,
    // Where the method is in memory.
    operand0: "offset",
    frame: { kind: "create", receiver: "left", arguments: "right", others: "null" },
    doc: "Makes the frame of the method, which the version pins, for an operator.",
  }),
  defineUop("_RETURN_VALUE_OPERATOR", "retval -- res", {
    flags: ["syncs", "escapes", "exit"],
    frame: { kind: "return" },
    results: { res: { same: "retval" } },
    doc: "As _RETURN_VALUE, from the method of an operator, which must not return NotImplemented.",
  }),
  defineUop("_GUARD_IP_RETURN_VALUE", "retval -- retval", {
    flags: ["exit"],
    operand0: "pc",
    doc: "The frame below, into which the next uop returns, continues at this address.",
  }),
  defineUop("_CHECK_OBJECT_ALLOCATION", unchanged, {
    flags: [...onStack, "exit"],
    operand0: "version",
    doc: "The callable is a class with this version tag, called without receiver.",
  }),
  defineUop("_CREATE_INIT_FRAME", `${convention} -- self, new_frame: frame`, {
    flags: [...onStack, "error", "escapes"],
    frame: { kind: "create", receiver: "self", arguments: "args", others: "null" },
    results: { self: { unique: false } },
    doc: "Allocates an instance of the class and makes the frame of the `__init__` that its version pins.",
  }),

  defineUop("_CALL_BUILTIN_O", "callable, self_or_null, arg -- res, callable, self_or_null, arg", {
    flags: ["error", "escapes"],
    doc: "Calls a builtin function with one argument.",
  }),
  defineUop("_GUARD_CALLABLE_BUILTIN", unchanged, {
    flags: [...onStack, "exit"],
    doc: "The callable is a builtin function or bound builtin method, and the receiver's place is free.",
  }),
  defineUop("_CALL_BUILTIN_FAST", `${convention} -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Calls a builtin function with positional arguments and releases them.",
  }),
  defineUop("_GUARD_CALLABLE_METHOD_DESCRIPTOR", unchanged, {
    flags: [...onStack, "exit"],
    doc: "The callable is a method of a builtin type, with its receiver.",
  }),
  defineUop("_CALL_METHOD_DESCRIPTOR", `${convention} -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Calls a method of a builtin type with positional arguments and releases them.",
  }),
  defineUop("_CALL_BUILTIN_CLASS", `${convention} -- res`, {
    flags: ["arg", "syncs", "error", "escapes"],
    doc: "Calls a builtin type with positional arguments and releases them.",
  }),
  defineUop("_GUARD_CALLABLE_BUILTIN_CLASS", unchanged, {
    flags: [...onStack, "exit"],
    doc: "The callable is a builtin type, and the receiver's place is free.",
  }),
  defineUop("_GUARD_NOS_NULL", "null, top -- null, top", {
    flags: ["exit"],
    guards: [{ input: "null", fact: { kind: "null" } }],
    doc: "The value below the top is NULL.",
  }),
  defineUop("_GUARD_CALLABLE_LEN", "callable, null, arg -- callable, null, arg", {
    flags: ["exit"],
    doc: "The callable is the builtin `len`.",
  }),
  defineUop("_CALL_LEN", "callable, null, arg -- res, callable, arg", {
    flags: ["error", "escapes"],
    results: { res: { type: "int" } },
    doc: "`len(arg)`.",
  }),
  defineUop("_GUARD_CALLABLE_ISINSTANCE", "callable, null, instance, class -- callable, null, instance, class", {
    flags: ["exit"],
    doc: "The callable is the builtin `isinstance`, called without receiver.",
  }),
  defineUop("_CALL_ISINSTANCE", "callable, null, instance, class -- res, callable, instance, class", {
    flags: ["error", "escapes"],
    results: { res: { type: "bool", immortal: true } },
    doc: "`isinstance(instance, class)`.",
  }),
  defineUop("_GUARD_CALLABLE_LIST_APPEND", "callable, self, arg -- callable, self, arg", {
    flags: ["exit"],
    doc: "The callable is `list.append` and the receiver a list.",
  }),
  defineUop("_CALL_LIST_APPEND", "callable, self, arg -- none, callable, self", {
    flags: ["error"],
    results: { none: { immortal: true } },
    doc: "`self.append(arg)`; the list takes over the reference.",
  }),

  defineUop("_MAKE_FUNCTION", "code -- function, code", {
    flags: ["error"],
    doc: "A function of this code and the frame's globals.",
  }),
  defineUop("_SET_FUNCTION_ATTRIBUTE", "attribute, function -- function", {
    flags: ["arg", "error"],
    doc: "Sets defaults, closure or annotations.",
  }),
];
