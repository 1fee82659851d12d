// Meanings of calls and frames. `callable, self_or_null, args[oparg]` is the calling convention of the stack.

import { binaryOperators } from "@tjit/bytecode";
import { Fault } from "../fault.ts";
import { type CallableKind, type CallForm, type FrameHandle, type Reference, nullReference } from "../machine.ts";
import { callRuntime, type Meaning, type Meanings, nothing } from "../meaning.ts";
import type { Step } from "../step.ts";

const arguments_ = (oparg: number): number => oparg + 2;

/** Callable, NULL, tuple, dict. */
const unpackedCount = 4;

/** Makes the frame of a call out of the top of the stack. */
function bindFrame(form: CallForm, countOf: (oparg: number) => number): Meaning {
  return (step) => {
    const count = countOf(step.oparg);
    const bound = step.machine.bindFrame(step.peekMany(count), step.frame, form);
    if (bound === "raised") return "raise";
    step
      .popMany(count)
      .reverse()
      .forEach((slot) => {
        step.release(slot);
      });
    pushFrameValue(step, bound);
    return undefined;
  };
}

/** Leaves unless callable and receiver pass the test. */
function guardCall(test: (step: Step, callable: Reference, self: Reference) => boolean): Meaning {
  return (step) => (test(step, step.peek(step.oparg + 2), step.peek(step.oparg + 1)) ? undefined : "leave");
}

const returnValue: Meaning = (step) => {
  const value = step.take(step.pop());
  step.activation.leave();
  step.pushOwned(value);
  return undefined;
};

export const callMeanings: Meanings = {
  _CALL: callRuntime("_CALL", arguments_, "releases"),
  _CALL_NON_PY_GENERAL: callRuntime("_CALL", arguments_, "releases"),
  _CALL_KW: callRuntime("_CALL_KW", (oparg) => oparg + 3, "releases"),
  _CALL_KW_NON_PY: callRuntime("_CALL_KW", (oparg) => oparg + 3, "releases"),
  _CALL_FUNCTION_EX: callRuntime("_CALL_FUNCTION_EX", 4, "releases"),
  _CALL_INTRINSIC_1: callRuntime("_CALL_INTRINSIC_1", 1, "above-results"),
  _CALL_INTRINSIC_2: callRuntime("_CALL_INTRINSIC_2", 2, "above-results"),

  _CHECK_FUNCTION_VERSION: guardCall((step, callable) => step.machine.functionVersion(callable) === step.operand0),
  _CHECK_FUNCTION_EXACT_ARGS: guardCall(
    (step, callable, self) => step.machine.parameterCount(callable) === step.oparg + (self === nullReference ? 0 : 1),
  ),
  _CHECK_STACK_SPACE: guardCall((step, callable) => step.machine.hasStackSpace(callable)),
  _CHECK_RECURSION_REMAINING: (step) => (step.machine.canRecurse() ? undefined : "leave"),
  _CHECK_CALL_BOUND_METHOD: guardCall(
    (step, callable, self) => step.machine.callableKind(callable) === "method" && self === nullReference,
  ),
  _INIT_CALL_BOUND_METHOD(step) {
    const rest = step.popMany(step.oparg);
    const [free, method] = [step.pop(), step.pop()];
    if (free.reference !== nullReference) throw new Fault("wrong-value", "the receiver's place is taken");
    const parts = step.machine.methodParts(method.reference);
    step.pushCounted(parts.function);
    step.pushCounted(parts.self);
    step.release(method);
    rest.forEach((slot) => {
      step.push(slot);
    });
    return undefined;
  },
  _INIT_CALL_PY_EXACT_ARGS(step) {
    const locals = step.popMany(step.oparg).map((slot) => step.take(slot));
    const self = step.take(step.pop());
    const callable = step.take(step.pop());
    pushFrameValue(
      step,
      step.machine.createFrame(callable, self === nullReference ? locals : [self, ...locals], "call"),
    );
    return undefined;
  },
  _PY_FRAME_GENERAL: bindFrame("plain", arguments_),
  _PY_FRAME_KW: bindFrame("keywords", (oparg) => oparg + 3),
  _PY_FRAME_EX: bindFrame("unpacked", () => unpackedCount),
  _QUICKEN_CALL_EX: nothing,
  _GUARD_CALLABLE_EX_PY: (step) =>
    step.machine.startOfCallable(step.peek(unpackedCount)) === undefined ? "leave" : undefined,
  _GUARD_CALLABLE_EX_IP: (step) =>
    step.machine.startOfCallable(step.peek(unpackedCount)) === step.operand0 ? undefined : "leave",
  _CHECK_FUNCTION_VERSION_KW: (step) =>
    step.machine.functionVersion(step.peek(step.oparg + 3)) === step.operand0 ? undefined : "leave",
  _SAVE_RETURN_OFFSET(step) {
    step.machine.setInstructionPointer(step.frame, step.address);
    step.machine.setReturnOffset(step.frame, step.oparg);
    return undefined;
  },
  _PUSH_FRAME(step) {
    const slot = step.popSlot();
    if (slot.held !== "frame") throw new Fault("wrong-representation", "not a frame");
    step.activation.enter(slot.frame);
    return undefined;
  },
  _RETURN_FROM_SPECIAL_FRAME: (step) => (step.machine.ownerOf(step.frame) === "call" ? undefined : "jump"),
  _GUARD_RETURN_OWNER: (step) => (step.machine.ownerOf(step.frame) === "call" ? undefined : "leave"),
  _RETURN_VALUE: returnValue,
  _RETURN_VALUE_INIT(step) {
    if (step.machine.ownerOf(step.frame) !== "initializer" || step.peek(1) !== step.machine.none) return "leave";
    step.release(step.pop());
    step.activation.leave();
    return undefined;
  },
  _GUARD_OPERATOR_VERSION: (step) => {
    const { machine, operand0 } = step;
    const [right, left] = [step.peek(1), step.peek(2)];
    const isFirst = machine.typeVersion(right) === operand0 || !machine.isOfClass(right);
    return machine.typeVersion(left) === operand0 && isFirst ? undefined : "leave";
  },
  _OPERATOR_FRAME(step) {
    const { machine } = step;
    const locals = step.popMany(2).map((slot) => step.take(slot));
    const method = step.operand0;
    machine.increment(method);
    const owner = step.oparg === binaryOperators.indexOf("[]") ? "call" : "operator";
    pushFrameValue(step, machine.createFrame(method, locals, owner));
    return undefined;
  },
  _RETURN_VALUE_OPERATOR(step) {
    const { machine } = step;
    if (machine.ownerOf(step.frame) !== "operator" || step.peek(1) === machine.notImplemented) return "leave";
    return returnValue(step);
  },
  _GUARD_IP_RETURN_VALUE: (step) => {
    const { machine, frame } = step;
    return machine.continuation(machine.callerOf(frame)) === step.operand0 ? undefined : "leave";
  },
  _CHECK_OBJECT_ALLOCATION: guardCall(
    (step, callable, self) => step.machine.classVersion(callable) === step.operand0 && self === nullReference,
  ),
  _CREATE_INIT_FRAME(step) {
    const locals = step.popMany(step.oparg).map((slot) => step.take(slot));
    const [free, type] = [step.pop(), step.pop()];
    if (free.reference !== nullReference) throw new Fault("wrong-value", "the receiver's place is taken");
    const self = step.machine.newInstance(type.reference);
    const initializer = step.machine.initializerOf(type.reference);
    step.machine.increment(initializer);
    step.release(type);
    step.machine.increment(self);
    step.pushOwned(self);
    pushFrameValue(step, step.machine.createFrame(initializer, [self, ...locals], "initializer"));
    return undefined;
  },

  _CALL_BUILTIN_O: callRuntime("_CALL_BUILTIN_O", 3, "above-results"),
  _GUARD_CALLABLE_BUILTIN: guardFree("builtin"),
  _CALL_BUILTIN_FAST: callRuntime("_CALL", arguments_, "releases"),
  _GUARD_CALLABLE_METHOD_DESCRIPTOR: guardCall(
    (step, callable, self) => step.machine.callableKind(callable) === "method-descriptor" && self !== nullReference,
  ),
  _CALL_METHOD_DESCRIPTOR: callRuntime("_CALL", arguments_, "releases"),
  _CALL_BUILTIN_CLASS: callRuntime("_CALL", arguments_, "releases"),
  _GUARD_CALLABLE_BUILTIN_CLASS: guardFree("builtin-class"),
  _GUARD_NOS_NULL: (step) => (step.peek(2) === nullReference ? undefined : "leave"),
  _GUARD_CALLABLE_LEN: (step) => (step.machine.isBuiltin(step.peek(3), "len") ? undefined : "leave"),
  // callable, null, arg -- res, callable, arg
  _CALL_LEN: withoutReceiver("_CALL_LEN", 1),
  _GUARD_CALLABLE_ISINSTANCE: (step) =>
    step.machine.isBuiltin(step.peek(4), "isinstance") && step.peek(3) === nullReference ? undefined : "leave",
  // callable, null, instance, class -- res, callable, instance, class
  _CALL_ISINSTANCE: withoutReceiver("_CALL_ISINSTANCE", 2),
  _GUARD_CALLABLE_LIST_APPEND: (step) =>
    step.machine.isBuiltin(step.peek(3), "list.append") && step.hasType(step.peek(2), "list") ? undefined : "leave",
  // callable, self, arg -- none, callable, self
  _CALL_LIST_APPEND(step) {
    const list = step.peek(2);
    if (!step.hasType(list, "list")) throw new Fault("wrong-type", "not list");
    const [value, self, callable] = [step.pop(), step.pop(), step.pop()];
    step.machine.appendItem(list, step.take(value));
    step.pushCounted(step.machine.none);
    step.push(callable);
    step.push(self);
    return undefined;
  },

  _MAKE_FUNCTION: callRuntime("_MAKE_FUNCTION", 1, "above-results"),
  _SET_FUNCTION_ATTRIBUTE(step) {
    const performed = step.machine.perform("_SET_FUNCTION_ATTRIBUTE", step.peekMany(2), step, step.frame);
    if (performed === "raised") return "raise";
    const [function_, attribute] = [step.pop(), step.pop()];
    step.release(attribute);
    step.push(function_);
    return undefined;
  },
};

function pushFrameValue(step: Step, frame: FrameHandle): void {
  step.push({ held: "frame", frame });
}

/** A callable of this kind with its receiver's place free. */
function guardFree(kind: CallableKind): Meaning {
  return guardCall((step, callable, self) => step.machine.callableKind(callable) === kind && self === nullReference);
}

/** `callable, null, args -- res, callable, args`. */
function withoutReceiver(uop: string, count: number): Meaning {
  return (step) => {
    const performed = step.machine.perform(uop, step.peekMany(count), step, step.frame);
    if (performed === "raised") return "raise";
    const slots = step.popMany(count);
    const [free, callable] = [step.pop(), step.pop()];
    step.drop(free);
    performed.forEach((reference) => {
      step.pushOwned(reference);
    });
    [callable, ...slots].forEach((slot) => {
      step.push(slot);
    });
    return undefined;
  };
}
