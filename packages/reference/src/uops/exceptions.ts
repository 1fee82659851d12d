// Meanings of raising, handling, `with`, imports and patterns.

import { callRuntime, type Meanings } from "../meaning.ts";

export const exceptionMeanings: Meanings = {
  _RAISE_VARARGS: callRuntime("_RAISE_VARARGS", (oparg) => oparg, "releases"),
  _RERAISE: callRuntime("_RERAISE", (oparg) => oparg + 1, "releases"),
  // exception -- previous, exception
  _PUSH_EXC_INFO(step) {
    const exception = step.pop();
    if (step.machine.isCounted(exception.reference)) step.machine.increment(exception.reference);
    step.pushOwned(step.machine.replaceHandled(exception.reference));
    step.push(exception);
    return undefined;
  },
  _POP_EXCEPT(step) {
    const previous = step.take(step.pop());
    const handled = step.machine.replaceHandled(previous);
    if (handled !== 0) step.machine.decrement(handled);
    return undefined;
  },
  // exception, type -- exception, res, type
  _CHECK_EXC_MATCH(step) {
    const performed = step.machine.perform("_CHECK_EXC_MATCH", step.peekMany(2), step, step.frame);
    if (performed === "raised") return "raise";
    const type = step.pop();
    performed.forEach((reference) => {
      step.pushOwned(reference);
    });
    step.push(type);
    return undefined;
  },
  _CHECK_EG_MATCH: callRuntime("_CHECK_EG_MATCH", 2, "above-results"),
  _WITH_EXCEPT_START: callRuntime("_WITH_EXCEPT_START", 5, "below-results"),
  _LOAD_SPECIAL: callRuntime("_LOAD_SPECIAL", 1, "releases"),
  _IMPORT_NAME: callRuntime("_IMPORT_NAME", 2, "above-results"),
  _IMPORT_FROM: callRuntime("_IMPORT_FROM", 1, "below-results"),
  _GET_LEN: callRuntime("_GET_LEN", 1, "below-results"),
  _MATCH_MAPPING: callRuntime("_MATCH_MAPPING", 1, "below-results"),
  _MATCH_SEQUENCE: callRuntime("_MATCH_SEQUENCE", 1, "below-results"),
  _MATCH_KEYS: callRuntime("_MATCH_KEYS", 2, "below-results"),
  _MATCH_CLASS: callRuntime("_MATCH_CLASS", 3, "above-results"),
};
