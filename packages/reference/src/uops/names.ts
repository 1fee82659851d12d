// Meanings of names and attributes: lookups go to the runtime, inline caches read entries whose versions were guarded.

import { type Reference, nullReference } from "../machine.ts";
import { callRuntime, guard, type Meanings } from "../meaning.ts";
import type { Step } from "../step.ts";

export const nameMeanings: Meanings = {
  _LOAD_NAME: callRuntime("_LOAD_NAME", 0, "releases"),
  _STORE_NAME: callRuntime("_STORE_NAME", 1, "above-results"),
  _DELETE_NAME: callRuntime("_DELETE_NAME", 0, "releases"),
  _LOAD_GLOBAL: callRuntime("_LOAD_GLOBAL", 0, "releases"),
  _STORE_GLOBAL: callRuntime("_STORE_GLOBAL", 1, "above-results"),
  _DELETE_GLOBAL: callRuntime("_DELETE_GLOBAL", 0, "releases"),
  _GUARD_GLOBALS_VERSION: (step) => (step.machine.globalsVersion(step.frame) === step.operand0 ? undefined : "leave"),
  _GUARD_BUILTINS_VERSION: (step) => (step.machine.builtinsVersion(step.frame) === step.operand0 ? undefined : "leave"),
  _LOAD_GLOBAL_MODULE: (step) => pushEntry(step, step.machine.globalsEntry(step.frame, step.operand0)),
  _LOAD_GLOBAL_BUILTINS: (step) => pushEntry(step, step.machine.builtinsEntry(step.frame, step.operand0)),
  _LOAD_FROM_DICT_OR_GLOBALS: callRuntime("_LOAD_FROM_DICT_OR_GLOBALS", 1, "above-results"),
  _LOAD_FROM_DICT_OR_DEREF: callRuntime("_LOAD_FROM_DICT_OR_DEREF", 1, "above-results"),
  _LOAD_BUILD_CLASS: callRuntime("_LOAD_BUILD_CLASS", 0, "releases"),
  _LOAD_LOCALS: callRuntime("_LOAD_LOCALS", 0, "releases"),
  _SETUP_ANNOTATIONS: callRuntime("_SETUP_ANNOTATIONS", 0, "releases"),

  _LOAD_ATTR: (step) =>
    callRuntime((step.oparg & 1) === 1 ? "_LOAD_ATTR_METHOD" : "_LOAD_ATTR_VALUE", 1, "above-results")(step),
  _LOAD_ATTR_VALUE: callRuntime("_LOAD_ATTR_VALUE", 1, "above-results"),
  _LOAD_ATTR_METHOD: callRuntime("_LOAD_ATTR_METHOD", 1, "above-results"),
  _STORE_ATTR: callRuntime("_STORE_ATTR", 2, "above-results"),
  _DELETE_ATTR: callRuntime("_DELETE_ATTR", 1, "above-results"),
  _LOAD_SUPER_ATTR: callRuntime("_LOAD_SUPER_ATTR", 3, "above-results"),

  _GUARD_TYPE_VERSION: guard(
    1,
    (value, step) => value !== nullReference && step.machine.typeVersion(value) === step.operand0,
  ),
  _CHECK_MANAGED_OBJECT_HAS_VALUES: guard(1, (value, step) => step.machine.hasInlineValues(value)),
  _LOAD_ATTR_INSTANCE_VALUE: (step) => attributeOf(step, step.machine.inlineValue(step.peek(1), step.operand0)),
  _CHECK_ATTR_CLASS: guard(1, (value, step) => step.machine.classVersion(value) === step.operand0),
  _LOAD_ATTR_CONSTANT: (step) => attributeOf(step, step.constantOperand()),
  _LOAD_ATTR_METHOD_CONSTANT: (step) => attributeOf(step, step.constantOperand()),
  _GUARD_MODULE_KEYS: guard(1, (value, step) => step.machine.moduleVersion(value) === step.operand0),
  _LOAD_ATTR_MODULE: (step) => attributeOf(step, step.machine.moduleEntry(step.peek(1), step.operand0)),
  _STORE_ATTR_INSTANCE_VALUE: (step) =>
    step.machine.acceptsInlineValue(step.peek(1), step.operand0)
      ? storeField(step, (owner, value) => step.machine.replaceInlineValue(owner, step.operand0, value))
      : "leave",
  _STORE_ATTR_SLOT: (step) => storeField(step, (owner, value) => step.machine.replaceSlot(owner, step.operand0, value)),
};

/** Leaves when the entry is not set. */
function pushEntry(step: Step, value: Reference): "leave" | undefined {
  if (value === nullReference) return "leave";
  step.pushCounted(value);
  return undefined;
}

/** `owner -- attr, owner`; leaves when the attribute is not set. */
function attributeOf(step: Step, value: Reference): "leave" | undefined {
  if (value === nullReference) return "leave";
  const owner = step.pop();
  step.pushCounted(value);
  step.push(owner);
  return undefined;
}

/** `value, owner -- old, owner`. */
function storeField(step: Step, replace: (owner: Reference, value: Reference) => Reference): undefined {
  const [owner, value] = [step.pop(), step.pop()];
  step.pushOwned(replace(owner.reference, step.take(value)));
  step.push(owner);
  return undefined;
}
