// Calls as generated code asks for them. `items`: callable, receiver or 0, `count` arguments. They are consumed when the call succeeds and
// left alone when it fails.

import { chargeOperands } from "../builtins/work.ts";
import { next } from "../builtins/object-functions.ts";
import { clearIf, setError } from "../exceptions/errors.ts";
import { prepareReraiseStar } from "../exceptions/exception-group.ts";
import { frameForCall, releaseItems } from "../frames/call-function.ts";
import { FRAME_PUSHED } from "../imports.ts";
import { importStar } from "../importing/import-from.ts";
import { FixedType, VmState, vmStateAddress } from "../layout/memory-map.ts";
import {
  BuiltinFunctionObject,
  Frame,
  FunctionObject,
  MethodDescriptorObject,
  MethodObject,
} from "../layout/objects.ts";
import { dictLength } from "../object/dict.ts";
import { listToTuple } from "../object/list.ts";
import { newFunction } from "../object/function.ts";
import { tupleLength } from "../object/tuple.ts";
import { decref, isSmallInt, newRef, typeName, typeOf, xdecref } from "../object/reference.ts";
import { callDictionary, spreadArguments } from "../protocols/call-dictionary.ts";
import { callObject, callOneArgument, callTuple } from "../protocols/call.ts";
import { tupleFrom } from "../protocols/collect.ts";
import { type Runtime } from "../runtime.ts";
import { wrapAsyncValue } from "../kinds/async-generator-type.ts";
import { builtinDefinition, callBuiltin, descriptorDefinition } from "../kinds/function-types.ts";
import { callMethodDefinition } from "../types/bind-arguments.ts";
import { subscriptGeneric } from "../kinds/generic.ts";
import { newTypeAlias, newTypeParameter, setParameterDefault } from "../kinds/type-parameter-types.ts";
import { functionText } from "./displays.ts";
import { printExpression } from "./print-expression.ts";
import { stopIterationError } from "./generators.ts";

import { isIterable } from "../protocols/iterate.ts";
import { positiveOperation } from "../protocols/number.ts";

const builtinNext = vmStateAddress + VmState.builtinNext.offset;
const resumeFp = vmStateAddress + VmState.resumeFp.offset;

/** Whether a call of this can be entered as a frame: a Python function, or a method bound to one. */
function isEnterable(rt: Runtime, callable: number, receiver: number): boolean {
  if (isSmallInt(callable)) return false;
  const type = typeOf(rt, callable);
  if (type !== FixedType.method) return type === FixedType.function;
  if (receiver !== 0) return false;
  const target = rt.heap.load(callable + MethodObject.function.offset);
  return !isSmallInt(target) && typeOf(rt, target) === FixedType.function;
}

export function call(rt: Runtime, items: number, count: number): number {
  if (isEnterable(rt, rt.heap.load(items), rt.heap.load(items + 4))) return enter(rt, items, count, 0);
  return callAndWait(rt, items, count);
}

/** The names are the last `count` arguments' keywords; they are consumed too. */
export function callKw(rt: Runtime, items: number, count: number, kwnames: number): number {
  if (!isEnterable(rt, rt.heap.load(items), rt.heap.load(items + 4))) return callKwAndWait(rt, items, count, kwnames);
  const result = enter(rt, items, count, kwnames);
  if (result !== 0) decref(rt, kwnames);
  return result;
}

function enter(rt: Runtime, items: number, count: number, kwnames: number): number {
  const frame = frameForCall(rt, items, count, kwnames);
  if (frame === 0) return 0;
  rt.heap.store(resumeFp, frame);
  return FRAME_PUSHED;
}

export function callAndWait(rt: Runtime, items: number, count: number): number {
  return callItems(rt, items, count, 0);
}

export function callKwAndWait(rt: Runtime, items: number, count: number, kwnames: number): number {
  const result = callItems(rt, items, count, kwnames);
  if (result !== 0) decref(rt, kwnames);
  return result;
}

function callItems(rt: Runtime, items: number, count: number, kwnames: number): number {
  const { heap } = rt;
  const receiver = heap.load(items + 4);
  const keywordCount = kwnames === 0 ? 0 : heap.load(kwnames + 8);
  const first = receiver === 0 ? items + 8 : items + 4;
  const given = count - keywordCount + (receiver === 0 ? 0 : 1);
  const result = callObject(rt, heap.load(items), first, given, kwnames);
  if (result !== 0) releaseItems(rt, items, count);
  return result;
}

/** `items`: callable, 0, an iterable of arguments, a mapping of keywords or 0. */
export function callFunctionEx(rt: Runtime, items: number): number {
  const { heap } = rt;
  const callable = heap.load(items);
  const given = heap.load(items + 8);
  const keywords = heap.load(items + 12);
  const tuple = positionalArguments(rt, callable, given);
  if (tuple === 0) return 0;
  const result =
    keywords === 0 || dictLength(rt, keywords) === 0
      ? callTuple(rt, callable, tuple, 0)
      : callDictionary(rt, callable, tuple, keywords);
  decref(rt, tuple);
  if (result === 0) return 0;
  for (let index = 0; index < 4; index++) xdecref(rt, heap.load(items + 4 * index));
  return result;
}

function positionalArguments(rt: Runtime, callable: number, given: number): number {
  const tuple = tupleFrom(rt, given);
  if (tuple !== 0 || isIterable(rt, given) || !clearIf(rt, rt.types.TypeError)) return tuple;
  const name = functionText(rt, callable);
  if (name === null) return 0;
  return setError(rt, rt.types.TypeError, `${name} argument after * must be an iterable, not ${typeName(rt, given)}`);
}

/** The frame of a Python function's call, or 0. The names are not consumed. */
export function pushFrame(rt: Runtime, items: number, count: number, kwnames: number): number {
  return frameForCall(rt, items, count, kwnames);
}

/** The frame of a Python function's call with callable, 0, an iterable and a dict or 0; or 0. */
export function pushFrameEx(rt: Runtime, items: number): number {
  const { heap } = rt;
  const callable = heap.load(items);
  const keywords = heap.load(items + 12);
  const tuple = positionalArguments(rt, callable, heap.load(items + 8));
  if (tuple === 0) return 0;
  const words = 2 + tupleLength(rt, tuple) + (keywords === 0 ? 0 : dictLength(rt, keywords));
  // Not on the data stack, where the frame will be.
  const block = heap.allocateBlock(4 * words);
  heap.store(block, newRef(rt, callable));
  heap.store(block + 4, 0);
  const kwnames = spreadArguments(rt, tuple, keywords, block + 8);
  const frame = kwnames < 0 ? 0 : frameForCall(rt, block, words - 2, kwnames);
  if (frame === 0) releaseItems(rt, block, words - 2);
  heap.freeBlock(block, 4 * words);
  if (kwnames > 0) decref(rt, kwnames);
  decref(rt, tuple);
  if (frame === 0) return 0;
  for (let index = 0; index < 4; index++) xdecref(rt, heap.load(items + 4 * index));
  return frame;
}

export function callBuiltinO(rt: Runtime, callable: number, argument: number): number {
  if (callable === rt.heap.load(builtinNext)) return next(rt, argument, 0);
  if (typeOf(rt, callable) !== FixedType.builtin_function_or_method) return callOneArgument(rt, callable, argument);
  const definition = builtinDefinition(rt, callable);
  const { signature, implementation } = definition;
  chargeOperands(rt, argument, 0);
  if (implementation === null || !signature.isPlain || signature.positionalCount !== 1)
    return callOneArgument(rt, callable, argument);
  return signature.hasReceiver
    ? implementation(rt, rt.heap.load(callable + BuiltinFunctionObject.self.offset), argument)
    : implementation(rt, argument);
}

/** Arguments at `args`; nothing is consumed. */
export function callBuiltinFast(rt: Runtime, callable: number, args: number, count: number): number {
  if (typeOf(rt, callable) !== FixedType.builtin_function_or_method) return callObject(rt, callable, args, count, 0);
  return callBuiltin(rt, callable, args, count, 0);
}

/** As {@link callBuiltinFast}, with the receiver first. */
export function callMethodDescriptor(rt: Runtime, callable: number, args: number, count: number): number {
  const receiver = rt.heap.load(args);
  const isDescriptor = typeOf(rt, callable) === FixedType.method_descriptor;
  if (
    isDescriptor &&
    count > 0 &&
    typeOf(rt, receiver) === rt.heap.load(callable + MethodDescriptorObject.owner.offset)
  ) {
    return callMethodDefinition(rt, descriptorDefinition(rt, callable), receiver, args + 4, count - 1);
  }
  return callObject(rt, callable, args, count, 0);
}

/** `__init__` gave something back. */
export function raiseInitReturn(rt: Runtime, value: number): -1 {
  setError(rt, rt.types.TypeError, `__init__() should return None, not '${typeName(rt, value)}'`);
  return -1;
}

export function makeFunction(rt: Runtime, code: number, fp: number): number {
  return newFunction(rt, code, rt.heap.load(fp + Frame.globals.offset));
}

const attributeFields: Readonly<Record<number, number>> = {
  1: FunctionObject.defaults.offset,
  2: FunctionObject.kwdefaults.offset,
  4: FunctionObject.annotations.offset,
  8: FunctionObject.closure.offset,
  16: FunctionObject.annotate.offset,
};

/** Sets one of the fields that MAKE_FUNCTION leaves empty. Steals `attribute`. */
export function setFunctionAttribute(rt: Runtime, fn: number, attribute: number, oparg: number): number {
  const field = attributeFields[oparg];
  if (field === undefined) return setError(rt, rt.types.SystemError, `function attribute ${oparg}`) - 1;
  xdecref(rt, rt.heap.load(fn + field));
  rt.heap.store(fn + field, attribute);
  return 0;
}

/** CALL_INTRINSIC_1, by its number. */
export function callIntrinsic1(rt: Runtime, value: number, oparg: number, fp: number): number {
  switch (oparg) {
    case 1:
      return printExpression(rt, value);
    case 2:
      return importStar(rt, fp, value);
    case 3:
      return stopIterationError(rt, value, fp);
    case 4:
      return wrapAsyncValue(rt, value);
    case 5:
      return positiveOperation(rt, value);
    case 6:
      return listToTuple(rt, value);
    case 7:
      return newTypeParameter(rt, "TypeVar", value);
    case 8:
      return newTypeParameter(rt, "ParamSpec", value);
    case 9:
      return newTypeParameter(rt, "TypeVarTuple", value);
    case 10:
      return subscriptGeneric(rt, value);
    case 11:
      return newTypeAlias(rt, value);
    default:
      return setError(rt, rt.types.SystemError, `this version has no intrinsic function ${oparg}`);
  }
}

/** CALL_INTRINSIC_2, by its number. */
export function callIntrinsic2(rt: Runtime, first: number, second: number, oparg: number): number {
  switch (oparg) {
    case 1:
      return prepareReraiseStar(rt, first, second);
    case 2:
      return newTypeParameter(rt, "TypeVar", first, second, "bound");
    case 3:
      return newTypeParameter(rt, "TypeVar", first, second, "constraints");
    case 4:
      xdecref(rt, rt.heap.load(first + FunctionObject.typeParams.offset));
      rt.heap.store(first + FunctionObject.typeParams.offset, newRef(rt, second));
      return newRef(rt, first);
    case 5:
      setParameterDefault(rt, first, second);
      return newRef(rt, first);
    default:
      return setError(rt, rt.types.SystemError, `this version has no intrinsic function ${oparg} of two arguments`);
  }
}
