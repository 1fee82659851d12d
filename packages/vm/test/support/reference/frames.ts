// Callables and frames in linear memory.
//
//   frame   header | locals | stack …      the stack of the frame on top is with the run, those of the others are here up to `Frame.sp`

import {
  type CallableKind,
  type CountMachine,
  Fault,
  type FrameHandle,
  type FrameMachine,
  type Reference,
} from "@tjit/reference";
import { type Runtime, incref, isSmallInt, isType, typeOf } from "@tjit/runtime";
import {
  CodeObjectLayout,
  FixedType,
  Frame,
  FrameOwner,
  FunctionObject,
  MethodObject,
  TupleObject,
  TypeFlag,
  TypeObject,
  VmState,
  vmStateAddress,
} from "@tjit/runtime/layout";
import type { HostFunctions } from "./host-functions.ts";
import { lendItems } from "./items.ts";

const referenceSize = 4;
const owners = { call: FrameOwner.THREAD, initializer: FrameOwner.INIT, operator: FrameOwner.OPERATOR };
const currentFrameWord = vmStateAddress + VmState.currentFrame.offset;
const stackTopWord = vmStateAddress + VmState.stackTop.offset;
const recursionWord = vmStateAddress + VmState.recursionRemaining.offset;

/** Address of the first slot of a frame's stack. */
export function stackBase({ heap }: Runtime, frame: FrameHandle): number {
  const code = heap.load(frame + Frame.code.offset);
  return frame + Frame.size + referenceSize * heap.load(code + CodeObjectLayout.localCount.offset);
}

export function makeFrames(rt: Runtime, counts: CountMachine, host: HostFunctions): FrameMachine {
  const { heap } = rt;
  const isExactly = (reference: Reference, type: number): boolean =>
    reference !== 0 && !isSmallInt(reference) && typeOf(rt, reference) === type;
  const codeOf = (frame: FrameHandle): Reference => heap.load(frame + Frame.code.offset);
  const codeOfFunction = (callable: Reference): Reference => {
    if (!isExactly(callable, FixedType.function)) throw new Fault("wrong-type", "not function");
    return heap.load(callable + FunctionObject.code.offset);
  };
  const localCount = (frame: FrameHandle): number => heap.load(codeOf(frame) + CodeObjectLayout.localCount.offset);
  const localPlace = (frame: FrameHandle, index: number): number => {
    if (index >= localCount(frame)) throw new Fault("wrong-local", `${index} of ${localCount(frame)}`);
    return frame + Frame.size + referenceSize * index;
  };
  const recurse = (amount: number): void => void heap.store(recursionWord, heap.load(recursionWord) + amount);

  const kindOf = (callable: Reference): CallableKind => {
    if (callable === 0 || isSmallInt(callable)) return "other";
    switch (typeOf(rt, callable)) {
      case FixedType.function:
        return "function";
      case FixedType.method:
        return "method";
      case FixedType.builtin_function_or_method:
        return "builtin";
      case FixedType.method_descriptor:
        return "method-descriptor";
      default: {
        if (!isType(rt, callable)) return "other";
        const isImmutable = (heap.load(callable + TypeObject.flags.offset) & TypeFlag.IMMUTABLE) !== 0;
        return isImmutable && typeOf(rt, callable) === FixedType.type ? "builtin-class" : "class";
      }
    }
  };
  const builtinWords: Readonly<Record<string, number>> = {
    len: vmStateAddress + VmState.builtinLen.offset,
    isinstance: vmStateAddress + VmState.builtinIsinstance.offset,
    "list.append": vmStateAddress + VmState.listAppend.offset,
  };

  return {
    callableKind: kindOf,
    isBuiltin(reference, name) {
      const word = builtinWords[name];
      if (word === undefined) throw new RangeError(`no builtin ${name} is known by its address`);
      return reference === heap.load(word);
    },
    functionVersion: (reference) =>
      isExactly(reference, FixedType.function) ? heap.load(reference + FunctionObject.version.offset) : undefined,
    parameterCount: (callable) => heap.load(codeOfFunction(callable) + CodeObjectLayout.argcount.offset),
    methodParts(method) {
      if (!isExactly(method, FixedType.method)) throw new Fault("wrong-type", "not method");
      return {
        function: heap.load(method + MethodObject.function.offset),
        self: heap.load(method + MethodObject.self.offset),
      };
    },
    initializerOf(type) {
      const initializer = heap.load(type + TypeObject.cachedInit.offset);
      if (initializer === 0) throw new Fault("wrong-value", "no __init__ was remembered for the class");
      return initializer;
    },
    newInstance(type) {
      const instance = host.call("allocate_instance", type);
      if (instance === 0) throw new Fault("wrong-value", "the class has no instances of this layout");
      return instance;
    },

    createFrame(callable, locals, owner) {
      const code = codeOfFunction(callable);
      const frame = heap.load(stackTopWord);
      heap.store(stackTopWord, frame + heap.load(code + CodeObjectLayout.frameSize.offset));
      incref(rt, code);
      heap.store(frame + Frame.code.offset, code);
      heap.store(frame + Frame.function.offset, callable);
      heap.store(frame + Frame.globals.offset, heap.load(callable + FunctionObject.globals.offset));
      heap.store(frame + Frame.builtins.offset, heap.load(callable + FunctionObject.builtins.offset));
      heap.store(frame + Frame.locals.offset, 0);
      heap.store(frame + Frame.generator.offset, 0);
      heap.store(frame + Frame.watcher.offset, 0);
      heap.storeU8(frame + Frame.owner.offset, owners[owner]);
      heap.storeU16(frame + Frame.returnOffset.offset, 0);
      heap.store(frame + Frame.instrPtr.offset, heap.load(code + CodeObjectLayout.start.offset));
      if (locals.length > localCount(frame)) throw new Fault("wrong-local", `${locals.length} arguments`);
      for (let index = 0; index < localCount(frame); index++) heap.store(localPlace(frame, index), locals[index] ?? 0);
      heap.store(frame + Frame.sp.offset, stackBase(rt, frame));
      return frame;
    },
    bindFrame(items, frame, form) {
      const given = form === "keywords" ? items.slice(0, -1) : items;
      const made = lendItems(rt, counts, stackBase(rt, frame), given, (address) =>
        form === "unpacked"
          ? host.call("push_frame_ex", address)
          : host.call("push_frame", address, given.length - 2, form === "keywords" ? (items.at(-1) ?? 0) : 0),
      );
      return made === 0 ? "raised" : made;
    },
    startOfCallable(reference) {
      const target = isExactly(reference, FixedType.method)
        ? heap.load(reference + MethodObject.function.offset)
        : reference;
      if (!isExactly(target, FixedType.function)) return undefined;
      return heap.load(codeOfFunction(target) + CodeObjectLayout.start.offset);
    },
    hasStackSpace: (callable) =>
      heap.load(stackTopWord) + heap.load(codeOfFunction(callable) + CodeObjectLayout.frameSize.offset) <=
      heap.load(vmStateAddress + VmState.stackLimit.offset),
    canRecurse: () => heap.load(recursionWord) > 1,
    currentFrame: () => heap.load(currentFrameWord),
    callerOf: (frame) => heap.load(frame + Frame.previous.offset),
    ownerOf(frame) {
      switch (heap.loadU8(frame + Frame.owner.offset)) {
        case FrameOwner.THREAD:
          return "call";
        case FrameOwner.INIT:
          return "initializer";
        case FrameOwner.OPERATOR:
          return "operator";
        default:
          return "other";
      }
    },
    pushFrame(frame) {
      heap.store(frame + Frame.previous.offset, heap.load(currentFrameWord));
      heap.store(currentFrameWord, frame);
      recurse(-1);
    },
    popFrame() {
      const frame = heap.load(currentFrameWord);
      const code = codeOf(frame);
      const callable = heap.load(frame + Frame.function.offset);
      const namespace = heap.load(frame + Frame.locals.offset);
      const caller = heap.load(frame + Frame.previous.offset);
      for (let index = localCount(frame) - 1; index >= 0; index--) {
        const value = heap.load(localPlace(frame, index));
        heap.store(localPlace(frame, index), 0);
        counts.decrement(value);
      }
      heap.store(stackTopWord, frame);
      for (const reference of [namespace, callable, code]) counts.decrement(reference);
      heap.store(currentFrameWord, caller);
      recurse(1);
    },

    localOf: (frame, index) => heap.load(localPlace(frame, index)),
    setLocal(frame, index, value) {
      heap.store(localPlace(frame, index), value);
    },
    copyFreeVariables(frame, count) {
      const closure = heap.load(heap.load(frame + Frame.function.offset) + FunctionObject.closure.offset);
      for (let index = 0; index < count; index++) {
        const cell = heap.load(closure + TupleObject.size + referenceSize * index);
        counts.increment(cell);
        heap.store(localPlace(frame, localCount(frame) - count + index), cell);
      }
    },
    stackOf(frame) {
      const base = stackBase(rt, frame);
      const length = (heap.load(frame + Frame.sp.offset) - base) / referenceSize;
      return Array.from({ length }, (_, slot) => heap.load(base + referenceSize * slot));
    },
    setStack(frame, stack) {
      const base = stackBase(rt, frame);
      const limit = heap.load(codeOf(frame) + CodeObjectLayout.stackSize.offset);
      if (stack.length > limit) throw new Fault("stack-effect", `${stack.length} values on a stack of ${limit}`);
      stack.forEach((reference, slot) => void heap.store(base + referenceSize * slot, reference));
      heap.store(frame + Frame.sp.offset, base + referenceSize * stack.length);
    },
    codeConstant: (frame, index) =>
      heap.load(heap.load(codeOf(frame) + CodeObjectLayout.consts.offset) + referenceSize * index),
    codeOf,
    setInstructionPointer(frame, address) {
      heap.store(frame + Frame.instrPtr.offset, address);
    },
    setReturnOffset(frame, bytes) {
      heap.storeU16(frame + Frame.returnOffset.offset, bytes);
    },
    continuation: (frame) => heap.load(frame + Frame.instrPtr.offset) + heap.loadU16(frame + Frame.returnOffset.offset),
  };
}
