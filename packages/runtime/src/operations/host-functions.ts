// The functions that generated code imports from the runtime, bound to one machine: one per row of `imports.ts` but those of the tiers
// above (specializing, recording, the eval breaker), which the VM adds.

import { detachFrame } from "../frames/frame-object.ts";
import { deallocate } from "../heap/dealloc.ts";
import { unwind } from "../exceptions/unwind.ts";
import { setError } from "../exceptions/errors.ts";
import { newGenerator } from "../object/generator.ts";
import { allocate } from "../object/new-object.ts";
import { strValue } from "../object/str.ts";
import { type Runtime } from "../runtime.ts";
import { buildInterpolation, buildTemplate } from "../kinds/template-types.ts";
import { opcodeAt } from "@tjit/bytecode";
import { deleteAttr, loadAttr, loadMethod, loadSuperAttr, storeAttr } from "./attributes.ts";
import {
  call,
  callAndWait,
  callBuiltinFast,
  callBuiltinO,
  callFunctionEx,
  callIntrinsic1,
  callIntrinsic2,
  callKw,
  callKwAndWait,
  callMethodDescriptor,
  makeFunction,
  pushFrame,
  pushFrameEx,
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
import { checkEgMatch, checkExcMatch, loadSpecial, raiseVarargs, reraise, withExceptStart } from "./exceptions.ts";
import { cleanupThrow, endAsyncFor, getAiter, getAnext, getAwaitable, getYieldFromIter, send } from "./generators.ts";
import { convertValue, forIter, formatSimple, formatWithSpec, getIter, isinstance, len } from "./iteration.ts";
import { importFrom } from "../importing/import-from.ts";
import { raiseReturn } from "../kinds/generator-methods.ts";
import { finishOperation } from "../protocols/number.ts";
import { importName } from "../importing/import-name.ts";
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

/** A function that generated code calls; it passes what the import declares. */
type Imported = (a: number, b: number, c: number, d: number, e: number) => number | void;

/** Names as in `imports.ts`. Every row is a closure of its own, so that the engine sees one target per call. */
const functions: Readonly<Record<string, (rt: Runtime) => Imported>> = {
  binary_op: (rt) => (a, b, c) => binaryOp(rt, a, b, c),
  compare_op: (rt) => (a, b, c) => compareOp(rt, a, b, c),
  contains_op: (rt) => (a, b, c) => containsOp(rt, a, b, c),
  unary_negative: (rt) => (a) => unaryNegative(rt, a),
  unary_invert: (rt) => (a) => unaryInvert(rt, a),
  to_bool: (rt) => (a) => toBool(rt, a),
  float_power: () => (base, exponent) => base ** exponent,
  binary_slice: (rt) => (a, b, c) => binarySlice(rt, a, b, c),
  store_slice: (rt) => (a, b, c, d) => storeSlice(rt, a, b, c, d),
  store_subscr: (rt) => (a, b, c) => storeSubscr(rt, a, b, c),
  delete_subscr: (rt) => (a, b) => deleteSubscr(rt, a, b),
  str_add: (rt) => (a, b) => strAdd(rt, a, b),
  str_compare: (rt) => (a, b, c) => strCompare(rt, a, b, c),
  str_equal: (rt) => (a, b) => (strValue(rt, a) === strValue(rt, b) ? 1 : 0),
  str_item: (rt) => (a, b) => strItem(rt, a, b),
  load_attr: (rt) => (a, b) => loadAttr(rt, a, b),
  load_method: (rt) => (a, b) => loadMethod(rt, a, b),
  store_attr: (rt) => (a, b, c) => storeAttr(rt, a, b, c),
  delete_attr: (rt) => (a, b) => deleteAttr(rt, a, b),
  load_super_attr: (rt) => (a, b, c, d, e) => loadSuperAttr(rt, a, b, c, d, e),
  load_name: (rt) => (a, b) => loadName(rt, a, b),
  store_name: (rt) => (a, b, c) => storeName(rt, a, b, c),
  delete_name: (rt) => (a, b) => deleteName(rt, a, b),
  load_global: (rt) => (a, b) => loadGlobal(rt, a, b),
  store_global: (rt) => (a, b, c) => storeGlobal(rt, a, b, c),
  delete_global: (rt) => (a, b) => deleteGlobal(rt, a, b),
  load_from_dict_or_globals: (rt) => (a, b, c) => loadFromDictOrGlobals(rt, a, b, c),
  load_from_dict_or_deref: (rt) => (a, b, c) => loadFromDictOrDeref(rt, a, b, c),
  load_build_class: (rt) => (a) => loadBuildClass(rt, a),
  load_locals: (rt) => (a) => loadLocals(rt, a),
  load_common_constant: (rt) => (a) => loadCommonConstant(rt, a),
  setup_annotations: (rt) => (a) => setupAnnotations(rt, a),
  raise_unbound: (rt) => (a, b) => raiseUnbound(rt, a, b),
  make_cell: (rt) => (a) => makeCell(rt, a),
  build_tuple: (rt) => (a, b) => buildTuple(rt, a, b),
  build_list: (rt) => (a, b) => buildList(rt, a, b),
  build_set: (rt) => (a, b) => buildSet(rt, a, b),
  build_map: (rt) => (a, b) => buildMap(rt, a, b),
  build_string: (rt) => (a, b) => buildString(rt, a, b),
  build_template: (rt) => (a, b) => buildTemplate(rt, a, b),
  build_interpolation: (rt) => (a, b) => buildInterpolation(rt, a, b),
  build_slice: (rt) => (a, b) => buildSlice(rt, a, b),
  list_append: (rt) => (a, b) => listAppend(rt, a, b),
  set_add: (rt) => (a, b) => setAdd(rt, a, b),
  map_add: (rt) => (a, b, c) => mapAdd(rt, a, b, c),
  list_extend: (rt) => (a, b) => listExtend(rt, a, b),
  set_update: (rt) => (a, b) => setUpdate(rt, a, b),
  dict_update: (rt) => (a, b) => dictUpdate(rt, a, b),
  dict_merge: (rt) => (a, b, c) => dictMerge(rt, a, b, c),
  unpack_sequence: (rt) => (a, b, c) => unpackSequence(rt, a, b, c),
  unpack_ex: (rt) => (a, b, c) => unpackEx(rt, a, b, c),
  get_iter: (rt) => (a) => getIter(rt, a),
  for_iter: (rt) => (a) => forIter(rt, a),
  detach_frame: (rt) => (fp) => detachFrame(rt, fp),
  return_generator: (rt) => (fp) => newGenerator(rt, fp),
  send: (rt) => (a, b) => send(rt, a, b),
  get_yield_from_iter: (rt) => (a, b) => getYieldFromIter(rt, a, b),
  cleanup_throw: (rt) => (a) => cleanupThrow(rt, a),
  get_awaitable: (rt) => (a, b) => getAwaitable(rt, a, b),
  get_aiter: (rt) => (a) => getAiter(rt, a),
  get_anext: (rt) => (a) => getAnext(rt, a),
  end_async_for: (rt) => (a) => endAsyncFor(rt, a),
  get_len: (rt) => (a) => len(rt, a),
  format_simple: (rt) => (a) => formatSimple(rt, a),
  format_with_spec: (rt) => (a, b) => formatWithSpec(rt, a, b),
  convert_value: (rt) => (a, b) => convertValue(rt, a, b),
  call: (rt) => (a, b) => call(rt, a, b),
  call_kw: (rt) => (a, b, c) => callKw(rt, a, b, c),
  call_and_wait: (rt) => (a, b) => callAndWait(rt, a, b),
  call_kw_and_wait: (rt) => (a, b, c) => callKwAndWait(rt, a, b, c),
  call_function_ex: (rt) => (a) => callFunctionEx(rt, a),
  push_frame: (rt) => (a, b, c) => pushFrame(rt, a, b, c),
  push_frame_ex: (rt) => (a) => pushFrameEx(rt, a),
  allocate_instance: (rt) => (a) => allocate(rt, a),
  call_builtin_o: (rt) => (a, b) => callBuiltinO(rt, a, b),
  call_builtin_fast: (rt) => (a, b, c) => callBuiltinFast(rt, a, b, c),
  call_method_descriptor: (rt) => (a, b, c) => callMethodDescriptor(rt, a, b, c),
  call_intrinsic_1: (rt) => (a, b, c) => callIntrinsic1(rt, a, b, c),
  raise_init_return: (rt) => (a) => raiseInitReturn(rt, a),
  len: (rt) => (a) => len(rt, a),
  isinstance: (rt) => (a, b) => isinstance(rt, a, b),
  make_function: (rt) => (a, b) => makeFunction(rt, a, b),
  set_function_attribute: (rt) => (a, b, c) => setFunctionAttribute(rt, a, b, c),
  finish_operation: (rt) => (a, b, c) => finishOperation(rt, a, b, c),
  raise_varargs: (rt) => (a, b, c) => raiseVarargs(rt, a, b, c),
  check_exc_match: (rt) => (a, b) => checkExcMatch(rt, a, b),
  check_eg_match: (rt) => (a, b) => checkEgMatch(rt, a, b),
  reraise: (rt) => (a, b, c) => reraise(rt, a, b, c),
  with_except_start: (rt) => (a) => withExceptStart(rt, a),
  load_special: (rt) => (a, b) => loadSpecial(rt, a, b),
  unwind: (rt) => (a, b, c) => unwind(rt, a, b, c),
  import_name: (rt) => (a, b, c, d) => importName(rt, a, b, c, d),
  import_from: (rt) => (a, b) => importFrom(rt, a, b),
  match_class: (rt) => (a, b, c, d) => matchClass(rt, a, b, c, d),
  match_keys: (rt) => (a, b) => matchKeys(rt, a, b),
  match_mapping: (rt) => (a) => matchMapping(rt, a),
  match_sequence: (rt) => (a) => matchSequence(rt, a),
  dealloc: (rt) => (a) => deallocate(rt, a),
  free_object: (rt) => (a, b) => {
    rt.heap.freeObject(a, b);
  },
  refill: (rt) => (sizeClass) => rt.heap.refill(sizeClass),
  allocate_large: (rt) => (bytes) => rt.heap.allocateLarge(bytes),
  call_intrinsic_2: (rt) => (a, b, c) => callIntrinsic2(rt, a, b, c),
  raise_return: (rt) => (a, b) => raiseReturn(rt, a, b),
  raise_undefined_opcode: (rt) => (pc) => {
    raiseUndefinedOpcode(rt, pc);
  },
};

/** Names the construct that this version cannot run: a clear error instead of a wrong answer. */
function raiseUndefinedOpcode(rt: Runtime, pc: number): void {
  const name = opcodeAt(rt.heap.loadU8(pc))?.name ?? "unknown";
  unsupported(rt, `the instruction ${name}`);
}

function unsupported(rt: Runtime, what: string): 0 {
  return setError(rt, rt.types.NotImplementedError, `this version of tjit does not support ${what}`);
}

/** The functions, bound. */
export function hostFunctions(rt: Runtime): Record<string, Imported> {
  return Object.fromEntries(Object.entries(functions).map(([name, make]) => [name, make(rt)]));
}
