// What the runtime does for generic uops: each is the function that the interpreter imports, with the uop's inputs as its parameters.
//
// Inputs are borrowed and stay the caller's. Where the function takes over, it is given a count of its own.

import type { CountMachine, FrameHandle, Operands, Performed, Reference } from "@tjit/reference";
import type { Runtime } from "@tjit/runtime";
import { CodeObjectLayout, Frame, ITERATION_ERROR, VmState, vmStateAddress } from "@tjit/runtime/layout";
import { stackBase } from "./frames.ts";
import type { HostFunctions } from "./host-functions.ts";
import { lendItems, writeItems } from "./items.ts";

const referenceSize = 4;
/** Number of the subscript operator. */
const subscript = 26;

/** One generic uop that is run. */
export interface OperationCall {
  readonly rt: Runtime;
  readonly counts: CountMachine;
  readonly host: HostFunctions;
  /** Deepest first. */
  readonly inputs: readonly Reference[];
  readonly operands: Operands;
  readonly frame: FrameHandle;
}

/** What a uop has the runtime do. */
export type Operation = (call: OperationCall) => Performed;

type Parameters = (inputs: readonly number[], call: OperationCall) => readonly number[];

const asTheyAre: Parameters = (inputs) => inputs;
const withOparg: Parameters = (inputs, { operands }) => [...inputs, operands.oparg];

/** The function gives a new reference, or NULL with an exception set. */
function reference(name: string, parameters: Parameters = asTheyAre): Operation {
  return (call) => {
    const result = call.host.call(name, ...parameters(call.inputs, call));
    return result === 0 ? "raised" : [result];
  };
}

/** The function gives 0, or -1 with an exception set. */
function status(name: string, parameters: Parameters = asTheyAre): Operation {
  return (call) => (call.host.call(name, ...parameters(call.inputs, call)) === 0 ? [] : "raised");
}

/** The function gives a reference, and a second one in the VM's state. */
function twoReferences(name: string, parameters: Parameters): Operation {
  return (call) => {
    const result = call.host.call(name, ...parameters(call.inputs, call));
    return result === 0 ? "raised" : [result, call.rt.heap.load(vmStateAddress + VmState.secondResult.offset)];
  };
}

/** The function finds its inputs in memory and consumes them; `rest` are the parameters behind their address. */
function items(name: string, rest: Parameters): Operation {
  return ({ inputs, ...call }) => {
    const { rt, counts, host, frame } = call;
    const result = lendItems(rt, counts, stackBase(rt, frame), inputs, (address) =>
      host.call(name, address, ...rest(inputs, { inputs, ...call })),
    );
    return result === 0 ? "raised" : [result];
  };
}

/** The interned str with this index among the names of the frame's code. */
function nameAt({ rt: { heap }, frame }: OperationCall, index: number): Reference {
  const code = heap.load(frame + Frame.code.offset);
  return heap.load(heap.load(code + CodeObjectLayout.names.offset) + referenceSize * index);
}

const oparg: Parameters = (_, { operands }) => [operands.oparg];
const frameAndName: Parameters = (inputs, call) => [call.frame, nameAt(call, call.operands.oparg), ...inputs];
const ownerAndName: Parameters = ([owner = 0], call) => [owner, nameAt(call, call.operands.oparg >> 1)];
const onlyFrame: Parameters = (_, { frame }) => [frame];

const loadSuperAttribute: Parameters = (inputs, call) => [
  ...inputs,
  nameAt(call, call.operands.oparg >> 2),
  call.operands.oparg,
];

/** Operations by uop name. */
export const operations: Readonly<Record<string, Operation>> = {
  _BINARY_OP: reference("binary_op", withOparg),
  _BINARY_OP_SUBSCR_DICT: reference("binary_op", (inputs) => [...inputs, subscript]),
  _COMPARE_OP: reference("compare_op", withOparg),
  _CONTAINS_OP: reference("contains_op", withOparg),
  _CONTAINS_OP_DICT: reference("contains_op", withOparg),
  _UNARY_NEGATIVE: reference("unary_negative"),
  _UNARY_INVERT: reference("unary_invert"),
  _TO_BOOL: reference("to_bool"),
  _BINARY_SLICE: reference("binary_slice"),
  _STORE_SLICE: status("store_slice"),
  _STORE_SUBSCR: status("store_subscr"),
  _STORE_SUBSCR_DICT: status("store_subscr"),
  _DELETE_SUBSCR: status("delete_subscr"),

  _LOAD_NAME: reference("load_name", frameAndName),
  _STORE_NAME: status("store_name", frameAndName),
  _DELETE_NAME: status("delete_name", frameAndName),
  _LOAD_GLOBAL: reference("load_global", (_, call) => [call.frame, nameAt(call, call.operands.oparg >> 1)]),
  _STORE_GLOBAL: status("store_global", frameAndName),
  _DELETE_GLOBAL: status("delete_global", frameAndName),
  _LOAD_FROM_DICT_OR_GLOBALS: reference("load_from_dict_or_globals", ([dict = 0], call) => [
    dict,
    call.frame,
    nameAt(call, call.operands.oparg),
  ]),
  _LOAD_FROM_DICT_OR_DEREF: reference("load_from_dict_or_deref", ([dict = 0], { frame, operands }) => [
    dict,
    frame,
    operands.oparg,
  ]),
  _LOAD_BUILD_CLASS: reference("load_build_class", onlyFrame),
  _LOAD_LOCALS: reference("load_locals", onlyFrame),
  _SETUP_ANNOTATIONS: status("setup_annotations", onlyFrame),
  _LOAD_COMMON_CONSTANT: reference("load_common_constant", oparg),

  _LOAD_ATTR_VALUE: reference("load_attr", ownerAndName),
  _LOAD_ATTR_METHOD: twoReferences("load_method", ownerAndName),
  _STORE_ATTR: status("store_attr", ([value = 0, owner = 0], call) => [
    owner,
    nameAt(call, call.operands.oparg),
    value,
  ]),
  _DELETE_ATTR: status("delete_attr", ([owner = 0], call) => [owner, nameAt(call, call.operands.oparg)]),
  _LOAD_SUPER_ATTR: (call) =>
    (call.operands.oparg & 1) === 1
      ? twoReferences("load_super_attr", loadSuperAttribute)(call)
      : reference("load_super_attr", loadSuperAttribute)(call),

  _CALL: items("call_and_wait", oparg),
  _CALL_KW: items("call_kw_and_wait", (inputs, { operands }) => [operands.oparg, inputs.at(-1) ?? 0]),
  _CALL_FUNCTION_EX: items("call_function_ex", onlyFrame),
  _CALL_INTRINSIC_1: reference("call_intrinsic_1", ([value = 0], { frame, operands }) => [
    value,
    operands.oparg,
    frame,
  ]),
  _CALL_INTRINSIC_2: reference("call_intrinsic_2", withOparg),
  _CALL_BUILTIN_O: reference("call_builtin_o", ([callable = 0, , argument = 0]) => [callable, argument]),
  _CALL_LEN: reference("len"),
  _CALL_ISINSTANCE: reference("isinstance"),
  _MAKE_FUNCTION: reference("make_function", ([code = 0], { frame }) => [code, frame]),
  _SET_FUNCTION_ATTRIBUTE({ counts, host, inputs: [attribute = 0, callable = 0], operands }) {
    counts.increment(attribute);
    if (host.call("set_function_attribute", callable, attribute, operands.oparg) === 0) return [];
    counts.decrement(attribute);
    return "raised";
  },

  _GET_ITER: reference("get_iter"),
  _FOR_ITER({ host, inputs: [iterator = 0] }) {
    const next = host.call("for_iter", iterator);
    return next === ITERATION_ERROR ? "raised" : [next];
  },
  _GET_LEN: reference("get_len"),
  _SEND: reference("send"),
  _GET_YIELD_FROM_ITER: reference("get_yield_from_iter", (inputs, { frame }) => [...inputs, frame]),
  _GET_AWAITABLE: reference("get_awaitable", withOparg),
  _GET_AITER: reference("get_aiter"),
  _GET_ANEXT: reference("get_anext"),

  _BUILD_SET: items("build_set", oparg),
  _BUILD_MAP: items("build_map", oparg),
  _BUILD_STRING: items("build_string", oparg),
  _BUILD_TEMPLATE: reference("build_template"),
  _BUILD_INTERPOLATION: items("build_interpolation", oparg),
  _BUILD_SLICE: items("build_slice", oparg),
  _SET_ADD: status("set_add"),
  _MAP_ADD({ counts, host, inputs: [dict = 0, key = 0, value = 0] }) {
    for (const it of [key, value]) counts.increment(it);
    if (host.call("map_add", dict, key, value) === 0) return [];
    for (const it of [key, value]) counts.decrement(it);
    return "raised";
  },
  _LIST_EXTEND: status("list_extend"),
  _SET_UPDATE: status("set_update"),
  _DICT_UPDATE: status("dict_update"),
  _DICT_MERGE: status("dict_merge"),
  _UNPACK_SEQUENCE_GENERIC({ rt, host, inputs: [sequence = 0], operands, frame }) {
    const base = stackBase(rt, frame);
    if (host.call("unpack_sequence", sequence, operands.oparg, base) !== 0) return "raised";
    return Array.from({ length: operands.oparg }, (_, index) => rt.heap.load(base + referenceSize * index));
  },
  _FORMAT_SIMPLE: reference("format_simple"),
  _FORMAT_WITH_SPEC: reference("format_with_spec"),
  _CONVERT_VALUE: reference("convert_value", withOparg),

  _RAISE_VARARGS({ rt, host, inputs, operands, frame }) {
    const base = stackBase(rt, frame);
    writeItems(rt, base, inputs);
    host.call("raise_varargs", base, operands.oparg, frame);
    return "raised";
  },
  _RERAISE({ host, inputs, operands, frame }) {
    host.call("reraise", inputs.at(-1) ?? 0, operands.oparg > 0 ? (inputs[0] ?? 0) : 0, frame);
    return "raised";
  },
  _CHECK_EXC_MATCH: reference("check_exc_match"),
  _WITH_EXCEPT_START({ rt, host, inputs, frame }) {
    const base = stackBase(rt, frame);
    writeItems(rt, base, inputs);
    const result = host.call("with_except_start", base);
    return result === 0 ? "raised" : [result];
  },
  _LOAD_SPECIAL(call) {
    const [owner = 0] = call.inputs;
    call.counts.increment(owner);
    const performed = twoReferences("load_special", withOparg)(call);
    if (performed === "raised") call.counts.decrement(owner);
    return performed;
  },
  _IMPORT_NAME: reference("import_name", ([level = 0, fromlist = 0], call) => [
    call.frame,
    nameAt(call, call.operands.oparg),
    fromlist,
    level,
  ]),
  _IMPORT_FROM: reference("import_from", ([module = 0], call) => [module, nameAt(call, call.operands.oparg)]),
  _MATCH_MAPPING: reference("match_mapping"),
  _MATCH_SEQUENCE: reference("match_sequence"),
  _MATCH_KEYS: reference("match_keys"),
  _MATCH_CLASS: reference("match_class", withOparg),
};
