// Meanings of generators and coroutines.

import { Fault } from "../fault.ts";
import { type FrameHandle, type Reference } from "../machine.ts";
import { callRuntime, guard, type Meaning, type Meanings, nothing } from "../meaning.ts";
import type { Step } from "../step.ts";

/** Bytes of a code unit. */
const unit = 2;

function frameOf(reference: Reference, step: Step): FrameHandle {
  const frame = step.machine.suspendedFrame(reference);
  if (frame === undefined) throw new Fault("wrong-value", "no generator that can be resumed");
  return frame;
}

const isSuspended = (reference: Reference, step: Step): boolean => step.machine.suspendedFrame(reference) !== undefined;
const continuesAtOperand = (reference: Reference, step: Step): boolean =>
  step.machine.instructionPointer(frameOf(reference, step)) === step.operand0;
const isResumed: Meaning = (step) => (step.machine.isResumed(step.frame) ? undefined : "leave");

/** Leaves the frame for good with the value on top. */
const returnValue: Meaning = (step) => {
  const value = step.take(step.pop());
  step.activation.leave();
  step.pushOwned(value);
  return undefined;
};

function pushGenerator(step: Step, depth: number): void {
  step.push({ held: "frame", frame: frameOf(step.peek(depth), step) });
}

/** The frame goes on at the jump's target when the generator returns. */
function saveReturn(step: Step): void {
  step.machine.setReturnOffset(step.frame, unit * (step.oparg + 2));
}

export const generatorMeanings: Meanings = {
  _MAKE_GENERATOR(step) {
    step.pushOwned(step.machine.makeGenerator());
    return undefined;
  },
  _RETURN_GENERATOR: returnValue,
  _GUARD_OWNER_RETURN_GENERATOR: (step) => (step.machine.ownerOf(step.frame) === "call" ? undefined : "leave"),
  _GUARD_IP_RETURN_GENERATOR: (step) =>
    step.machine.continuation(step.machine.callerOf(step.frame)) === step.operand0 ? undefined : "leave",

  _GUARD_TOS_GENERATOR: guard(1, (value, step) => step.hasType(value, "generator")),
  _CHECK_GENERATOR_SUSPENDED: guard(1, isSuspended),
  _GUARD_GENERATOR_IP: guard(1, continuesAtOperand),
  // iter -- iter, value, gen_frame
  _FOR_ITER_GEN_FRAME(step) {
    saveReturn(step);
    const frame = frameOf(step.peek(1), step);
    step.pushCounted(step.machine.none);
    step.push({ held: "frame", frame });
    return undefined;
  },
  _GUARD_NOS_SENDABLE: guard(2, isSuspended),
  _GUARD_NOS_GENERATOR_IP: guard(2, continuesAtOperand),
  _SEND_GEN_FRAME(step) {
    saveReturn(step);
    pushGenerator(step, 2);
    return undefined;
  },
  _PUSH_GENERATOR_FRAME(step) {
    const slot = step.popSlot();
    if (slot.held !== "frame") throw new Fault("wrong-representation", "not a frame");
    const value = step.take(step.pop());
    step.activation.enter(slot.frame);
    step.pushOwned(value);
    return undefined;
  },
  _ENTER_GENERATOR: (step) => (isSuspended(step.peek(1), step) ? "jump" : undefined),
  _ENTER_SENDABLE: (step) => (isSuspended(step.peek(2), step) ? "jump" : undefined),

  // Traces run in frames that the host is not waiting for.
  _YIELD_TO_HOST: nothing,
  _GUARD_OWNER_GENERATOR: isResumed,
  _GUARD_IP_YIELD_VALUE: (step) => (step.machine.resumption() === step.operand0 ? undefined : "leave"),
  _YIELD_VALUE(step) {
    if (!step.machine.isResumed(step.frame)) throw new Fault("wrong-frame", "no generator's");
    const value = step.take(step.pop());
    step.activation.suspend(step.oparg);
    step.pushOwned(value);
    return undefined;
  },
  _RETURN_VALUE_GENERATOR: returnValue,

  // receiver, value -- receiver, res
  _SEND(step) {
    const performed = step.machine.perform("_SEND", step.peekMany(2), step, step.frame);
    if (performed === "raised") return "raise";
    step.release(step.pop());
    performed.forEach((reference) => {
      step.pushOwned(reference);
    });
    return undefined;
  },
  _JUMP_IF_RETURNED: (step) => (step.machine.hasReturned() ? "jump" : undefined),
  _GUARD_YIELDED: (step) => (step.machine.hasReturned() ? "leave" : undefined),
  _GUARD_RETURNED: (step) => (step.machine.hasReturned() ? undefined : "leave"),
  // receiver, value -- val, receiver
  _END_SEND(step) {
    const value = step.pop();
    const receiver = step.pop();
    step.push(value);
    step.push(receiver);
    return undefined;
  },
  _GET_YIELD_FROM_ITER: callRuntime("_GET_YIELD_FROM_ITER", 1, "above-results"),
  _CLEANUP_THROW: callRuntime("_CLEANUP_THROW", 3, "above-results"),
  _GET_AWAITABLE: callRuntime("_GET_AWAITABLE", 1, "above-results"),
  _GET_AITER: callRuntime("_GET_AITER", 1, "above-results"),
  _GET_ANEXT: callRuntime("_GET_ANEXT", 1, "below-results"),
  _END_ASYNC_FOR: callRuntime("_END_ASYNC_FOR", 2, "below-results"),
};
