// Meanings of displays, unpacking and formatting.

import { Fault } from "../fault.ts";
import type { Reference } from "../machine.ts";
import { callRuntime, type Meaning, type Meanings } from "../meaning.ts";
import type { Step } from "../step.ts";

export const containerMeanings: Meanings = {
  _BUILD_TUPLE: (step) => build(step, (items) => step.machine.newTuple(items)),
  _BUILD_LIST: (step) => build(step, (items) => step.machine.newList(items)),
  _BUILD_SET: callRuntime("_BUILD_SET", (oparg) => oparg, "releases"),
  _BUILD_MAP: callRuntime("_BUILD_MAP", (oparg) => oparg * 2, "releases"),
  _BUILD_STRING: callRuntime("_BUILD_STRING", (oparg) => oparg, "releases"),
  _BUILD_TEMPLATE: callRuntime("_BUILD_TEMPLATE", 2, "above-results"),
  _BUILD_INTERPOLATION: callRuntime("_BUILD_INTERPOLATION", (oparg) => 2 + (oparg & 1), "releases"),
  _BUILD_SLICE: callRuntime("_BUILD_SLICE", (oparg) => oparg, "releases"),
  _LIST_APPEND(step) {
    const value = step.pop();
    step.machine.appendItem(step.peek(step.oparg), step.take(value));
    return undefined;
  },
  _SET_ADD: changeBelow("_SET_ADD"),
  _MAP_ADD(step) {
    const [key, value] = [step.peek(2), step.peek(1)];
    const performed = step.machine.perform("_MAP_ADD", [step.peek(step.oparg + 2), key, value], step, step.frame);
    if (performed === "raised") return "raise";
    step.release(step.pop());
    step.release(step.pop());
    return undefined;
  },
  _LIST_EXTEND: changeBelow("_LIST_EXTEND"),
  _SET_UPDATE: changeBelow("_SET_UPDATE"),
  _DICT_UPDATE: changeBelow("_DICT_UPDATE"),
  _DICT_MERGE(step) {
    const inputs = [step.peek(step.oparg + 1), step.peek(1), step.peek(step.oparg + 4)];
    return step.machine.perform("_DICT_MERGE", inputs, step, step.frame) === "raised" ? "raise" : undefined;
  },

  _UNPACK_SEQUENCE_TWO_TUPLE(step) {
    const [first, second] = step.items(step.peek(1), "tuple");
    if (first === undefined || second === undefined || step.items(step.peek(1), "tuple").length !== 2) return "leave";
    const sequence = step.pop();
    step.pushCounted(second);
    step.pushCounted(first);
    step.push(sequence);
    return undefined;
  },
  _UNPACK_SEQUENCE_TUPLE: unpack("tuple"),
  _UNPACK_SEQUENCE_LIST: unpack("list"),
  _UNPACK_SEQUENCE_GENERIC: callRuntime("_UNPACK_SEQUENCE_GENERIC", 1, "releases"),

  _FORMAT_SIMPLE: callRuntime("_FORMAT_SIMPLE", 1, "above-results"),
  _FORMAT_WITH_SPEC: callRuntime("_FORMAT_WITH_SPEC", 2, "above-results"),
  _CONVERT_VALUE: callRuntime("_CONVERT_VALUE", 1, "above-results"),
};

/** `values[oparg] -- container`: the items move into it. */
function build(step: Step, make: (items: readonly Reference[]) => Reference): undefined {
  const items = step.popMany(step.oparg).map((slot) => step.take(slot));
  step.pushOwned(make(items));
  return undefined;
}

/** The container is `oparg` places below the top value, which stays. */
function changeBelow(uop: string): Meaning {
  return (step) => {
    const performed = step.machine.perform(uop, [step.peek(step.oparg + 1), step.peek(1)], step, step.frame);
    return performed === "raised" ? "raise" : undefined;
  };
}

/** `sequence -- values[oparg]`, the first item on top. */
function unpack(type: "tuple" | "list"): Meaning {
  return (step) => {
    const items = step.items(step.peek(1), type);
    if (items.length !== step.oparg) return "leave";
    const sequence = step.pop();
    if (items.includes(0)) throw new Fault("wrong-value", "NULL in a sequence");
    [...items].reverse().forEach((item) => {
      step.pushCounted(item);
    });
    step.release(sequence);
    return undefined;
  };
}
