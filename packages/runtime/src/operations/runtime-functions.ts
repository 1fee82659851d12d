// The runtime's half of the WebAssembly imports: a function for every row of `imports.ts`, bound to one machine.
//
// Those of adaptive execution belong to the tiers above; the defaults here do nothing, so that the interpreter runs without them.

import { opcodeAt } from "@tjit/bytecode";
import { recursionError } from "../frames/frame.ts";
import { deallocate } from "../heap/dealloc.ts";
import { Periodic, runtimeImports } from "../imports.ts";
import { type Runtime } from "../runtime.ts";
import { unwind } from "../exceptions/unwind.ts";
import { richCompare } from "../protocols/compare.ts";
import { getItem } from "../protocols/subscript.ts";
import * as attributes from "./attributes.ts";
import * as calls from "./calls.ts";
import * as displays from "./displays.ts";
import * as exceptions from "./exceptions.ts";
import * as iteration from "./iteration.ts";
import * as modules from "./modules.ts";
import * as names from "./names.ts";
import * as operators from "./operators.ts";
import * as patterns from "./patterns.ts";
import { notSupported } from "./unsupported.ts";

/** A function for generated code. */
export type RuntimeFunction = (...args: number[]) => number | undefined | void;

/** An operation of the runtime, before it is bound to a machine. */
type Operation = (rt: Runtime, ...args: number[]) => number | undefined | void;

const operations: Readonly<Record<string, Operation>> = {
  binary_op: operators.binaryOp,
  compare_op: operators.compareOp,
  contains_op: operators.containsOp,
  unary_negative: operators.unaryNegative,
  unary_invert: operators.unaryInvert,
  to_bool: operators.toBool,
  binary_slice: operators.binarySlice,
  store_slice: operators.storeSlice,
  store_subscr: operators.storeSubscr,
  delete_subscr: operators.deleteSubscr,
  load_attr: attributes.loadAttr,
  load_method: attributes.loadMethod,
  store_attr: attributes.storeAttr,
  delete_attr: attributes.deleteAttr,
  load_super_attr: attributes.loadSuperAttr,
  load_name: names.loadName,
  store_name: names.storeName,
  delete_name: names.deleteName,
  load_global: names.loadGlobal,
  store_global: names.storeGlobal,
  delete_global: names.deleteGlobal,
  load_from_dict_or_globals: names.loadFromDictOrGlobals,
  load_from_dict_or_deref: names.loadFromDictOrDeref,
  load_build_class: names.loadBuildClass,
  load_locals: names.loadLocals,
  load_common_constant: names.loadCommonConstant,
  setup_annotations: names.setupAnnotations,
  raise_unbound: names.raiseUnbound,
  make_cell: displays.makeCell,
  build_tuple: displays.buildTuple,
  build_list: displays.buildList,
  build_set: displays.buildSet,
  build_map: displays.buildMap,
  build_string: displays.buildString,
  build_slice: displays.buildSlice,
  build_template: (rt) => notSupported(rt, "template strings"),
  build_interpolation: (rt) => notSupported(rt, "template strings"),
  list_append: displays.listAppend,
  set_add: displays.addToSet,
  map_add: displays.mapAdd,
  list_extend: displays.listExtend,
  set_update: displays.setUpdate,
  dict_update: displays.dictUpdate,
  dict_merge: displays.dictMerge,
  unpack_sequence: displays.unpackSequence,
  unpack_ex: displays.unpackEx,
  get_iter: iteration.getIter,
  for_iter: iteration.forIter,
  get_yield_from_iter: (rt) => notSupported(rt, "yield from"),
  get_aiter: (rt) => notSupported(rt, "async for"),
  get_anext: (rt) => notSupported(rt, "async for"),
  get_awaitable: (rt) => notSupported(rt, "await"),
  get_len: iteration.getLen,
  format_simple: iteration.formatSimple,
  format_with_spec: iteration.formatWithSpec,
  convert_value: iteration.convertValue,
  call: calls.call,
  call_kw: calls.callKw,
  call_and_wait: calls.callAndWait,
  call_kw_and_wait: calls.callKwAndWait,
  call_function_ex: calls.callFunctionEx,
  push_frame: calls.pushFrame,
  allocate_instance: calls.allocateInstance,
  call_builtin_o: calls.callBuiltinO,
  call_builtin_fast: calls.callBuiltinFast,
  call_method_descriptor: calls.callMethodDescriptor,
  call_intrinsic_1: calls.callIntrinsic1,
  call_intrinsic_2: calls.callIntrinsic2,
  raise_init_return: calls.raiseInitReturn,
  len: calls.len,
  isinstance: calls.isinstance,
  str_add: displays.strAdd,
  str_concat_inplace: displays.strConcatInplace,
  str_compare: (rt, left, right, oparg) => richCompare(rt, left ?? 0, right ?? 0, (oparg) >> 5),
  str_item: getItem,
  make_function: calls.makeFunction,
  set_function_attribute: calls.setFunctionAttribute,
  return_generator: (rt) => notSupported(rt, "generators"),
  raise_varargs: exceptions.raiseVarargs,
  push_exc_info: exceptions.pushExcInfo,
  pop_except: exceptions.popExcept,
  check_exc_match: exceptions.checkExcMatch,
  check_eg_match: (rt) => notSupported(rt, "except*"),
  reraise: exceptions.reraise,
  with_except_start: exceptions.withExceptStart,
  load_special: exceptions.loadSpecial,
  cleanup_throw: (rt) => notSupported(rt, "throwing into a generator"),
  unwind,
  import_name: modules.importName,
  import_from: modules.importFrom,
  match_class: patterns.matchClass,
  match_keys: patterns.matchKeys,
  match_mapping: patterns.matchMapping,
  match_sequence: patterns.matchSequence,
  dealloc: deallocate,
  refill: (rt, sizeClass) => rt.heap.refill(sizeClass),
  allocate_large: (rt, bytes) => rt.heap.allocateLarge(bytes),
  raise_recursion_error: (rt) => recursionError(rt) - 1,
  raise_zero_division: exceptions.raiseZeroDivision,
  dict_changed: (rt, dict) => rt.hooks.dictChanged?.(dict),
  raise_undefined_opcode: (rt, pc) => {
    const opcode = rt.heap.loadU16(pc) & 0xff;
    notSupported(rt, `instruction ${opcodeAt(opcode)?.name ?? opcode}`);
  },
  periodic: () => Periodic.CONTINUE,
  specialize: nothing,
  quicken_jump: nothing,
  hot_loop: nothing,
  hot_entry: nothing,
  hot_exit: nothing,
  trace_record: nothing,
};

function nothing(): void {
  return;
}

/**
 * Every import by name, bound to `rt`.
 * @throws Error when `imports.ts` has a row that nothing implements.
 */
export function runtimeFunctions(rt: Runtime): Readonly<Record<string, RuntimeFunction>> {
  const bound: Record<string, RuntimeFunction> = {};
  for (const { name, parameters } of runtimeImports) {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`nothing implements the import ${name}`);
    bound[name] = bind(rt, operation, parameters.length);
  }
  return bound;
}

/** One closure for each import, of its own arity: a call from WebAssembly then needs no adaptor. */
function bind(rt: Runtime, operation: Operation, arity: number): RuntimeFunction {
  switch (arity) {
    case 0:
      return () => operation(rt);
    case 1:
      return (a) => operation(rt, a as number);
    case 2:
      return (a, b) => operation(rt, a as number, b as number);
    case 3:
      return (a, b, c) => operation(rt, a as number, b as number, c as number);
    case 4:
      return (a, b, c, d) => operation(rt, a as number, b as number, c as number, d as number);
    default:
      return (a, b, c, d, e) => operation(rt, a as number, b as number, c as number, d as number, e as number);
  }
}
