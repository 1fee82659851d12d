// The functions that generated code imports from the runtime, bound to one machine: one per row of `imports.ts` but those of the tiers
// above (specializing, recording, the eval breaker), which the VM adds.

import { deallocate } from "../heap/dealloc.ts";
import { unwind } from "../exceptions/unwind.ts";
import { setError } from "../exceptions/errors.ts";
import { allocate } from "../object/new-object.ts";
import { type Runtime } from "../runtime.ts";
import { opcodeAt } from "@tjit/bytecode";
import { deleteAttr, loadAttr, loadMethod, loadSuperAttr, storeAttr } from "./attributes.ts";
import {
  call,
  callAndWait,
  callBuiltinFast,
  callBuiltinO,
  callFunctionEx,
  callIntrinsic1,
  callKw,
  callKwAndWait,
  callMethodDescriptor,
  makeFunction,
  pushFrame,
  raiseInitReturn,
  setFunctionAttribute,
} from "./calls.ts";
import {
  buildList,
  buildMap,
  buildSet,
  buildSlice,
  buildString,
  buildTuple,
  dictMerge,
  dictUpdate,
  listAppend,
  listExtend,
  mapAdd,
  setAdd,
  setUpdate,
  unpackEx,
  unpackSequence,
} from "./displays.ts";
import {
  checkExcMatch,
  loadSpecial,
  popExcept,
  pushExcInfo,
  raiseVarargs,
  reraise,
  withExceptStart,
} from "./exceptions.ts";
import { convertValue, forIter, formatSimple, formatWithSpec, getIter, isinstance, len } from "./iteration.ts";
import { importFrom, importName } from "./modules.ts";
import {
  deleteGlobal,
  deleteName,
  loadBuildClass,
  loadCommonConstant,
  loadFromDictOrDeref,
  loadFromDictOrGlobals,
  loadGlobal,
  loadLocals,
  loadName,
  makeCell,
  raiseUnbound,
  setupAnnotations,
  storeGlobal,
  storeName,
} from "./names.ts";
import {
  binaryOp,
  binarySlice,
  compareOp,
  containsOp,
  deleteSubscr,
  storeSlice,
  storeSubscr,
  strAdd,
  strCompare,
  strItem,
  toBool,
  unaryInvert,
  unaryNegative,
} from "./operators.ts";
import { matchClass, matchKeys, matchMapping, matchSequence } from "./patterns.ts";

type HostFunction = (rt: Runtime, ...args: number[]) => number | void;

/** Names as in `imports.ts`. */
const functions: Readonly<Record<string, HostFunction>> = {
  binary_op: binaryOp,
  compare_op: compareOp,
  contains_op: containsOp,
  unary_negative: unaryNegative,
  unary_invert: unaryInvert,
  to_bool: toBool,
  binary_slice: binarySlice,
  store_slice: storeSlice,
  store_subscr: storeSubscr,
  delete_subscr: deleteSubscr,
  str_add: strAdd,
  str_compare: strCompare,
  str_item: strItem,
  load_attr: loadAttr,
  load_method: loadMethod,
  store_attr: storeAttr,
  delete_attr: deleteAttr,
  load_super_attr: loadSuperAttr,
  load_name: loadName,
  store_name: storeName,
  delete_name: deleteName,
  load_global: loadGlobal,
  store_global: storeGlobal,
  delete_global: deleteGlobal,
  load_from_dict_or_globals: loadFromDictOrGlobals,
  load_from_dict_or_deref: loadFromDictOrDeref,
  load_build_class: loadBuildClass,
  load_locals: loadLocals,
  load_common_constant: loadCommonConstant,
  setup_annotations: setupAnnotations,
  raise_unbound: raiseUnbound,
  make_cell: makeCell,
  build_tuple: buildTuple,
  build_list: buildList,
  build_set: buildSet,
  build_map: buildMap,
  build_string: buildString,
  build_slice: buildSlice,
  list_append: listAppend,
  set_add: setAdd,
  map_add: mapAdd,
  list_extend: listExtend,
  set_update: setUpdate,
  dict_update: dictUpdate,
  dict_merge: dictMerge,
  unpack_sequence: unpackSequence,
  unpack_ex: unpackEx,
  get_iter: getIter,
  for_iter: forIter,
  get_len: len,
  format_simple: formatSimple,
  format_with_spec: formatWithSpec,
  convert_value: convertValue,
  call,
  call_kw: callKw,
  call_and_wait: callAndWait,
  call_kw_and_wait: callKwAndWait,
  call_function_ex: callFunctionEx,
  push_frame: pushFrame,
  allocate_instance: allocate,
  call_builtin_o: callBuiltinO,
  call_builtin_fast: callBuiltinFast,
  call_method_descriptor: callMethodDescriptor,
  call_intrinsic_1: callIntrinsic1,
  call_intrinsic_2: (rt, _first, _second, oparg) => unsupported(rt, `intrinsic function ${oparg ?? 0} of two arguments`),
  raise_init_return: raiseInitReturn,
  len,
  isinstance,
  make_function: makeFunction,
  set_function_attribute: setFunctionAttribute,
  raise_varargs: raiseVarargs as HostFunction,
  push_exc_info: pushExcInfo,
  pop_except: popExcept,
  check_exc_match: checkExcMatch,
  reraise: reraise as HostFunction,
  with_except_start: withExceptStart,
  load_special: loadSpecial,
  unwind,
  import_name: importName,
  import_from: importFrom,
  match_class: matchClass,
  match_keys: matchKeys,
  match_mapping: matchMapping,
  match_sequence: matchSequence,
  dealloc: deallocate,
  refill: (rt, sizeClass = 0) => rt.heap.refill(sizeClass),
  allocate_large: (rt, bytes = 0) => rt.heap.allocateLarge(bytes),
  raise_undefined_opcode: raiseUndefinedOpcode,
};

/** Names the construct that this version cannot run: a clear error instead of a wrong answer. */
function raiseUndefinedOpcode(rt: Runtime, pc = 0): void {
  const name = opcodeAt(rt.heap.loadU8(pc))?.name ?? "unknown";
  unsupported(rt, `the instruction ${name}`);
}

function unsupported(rt: Runtime, what: string): 0 {
  return setError(rt, rt.types.NotImplementedError, `this version of tjit does not support ${what}`);
}

/** The functions, bound. */
export function hostFunctions(rt: Runtime): Record<string, (...args: number[]) => number | void> {
  return Object.fromEntries(Object.entries(functions).map(([name, fn]) => [name, bind(rt, fn)]));
}

/** Bound with a fixed number of parameters: a call from WebAssembly then builds no array. */
function bind(rt: Runtime, fn: HostFunction): (...args: number[]) => number | void {
  switch (fn.length) {
    case 1:
      return () => fn(rt);
    case 2:
      return (a = 0) => fn(rt, a);
    case 3:
      return (a = 0, b = 0) => fn(rt, a, b);
    case 4:
      return (a = 0, b = 0, c = 0) => fn(rt, a, b, c);
    case 5:
      return (a = 0, b = 0, c = 0, d = 0) => fn(rt, a, b, c, d);
    default:
      return (a = 0, b = 0, c = 0, d = 0, e = 0) => fn(rt, a, b, c, d, e);
  }
}
