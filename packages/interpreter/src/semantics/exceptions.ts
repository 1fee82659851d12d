// Raising, handling, `with`, imports, patterns: calls into the runtime.

import { type I32, kernelFunction, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { CodeObjectLayout, ExceptionItem, Frame, ObjectHeader, TypeObject } from "@tjit/runtime/layout";
import { address, loadState, VmState, word } from "./memory.ts";
import { hostFunction } from "./host.ts";
import { release, retainObject } from "./references.ts";

const raiseVarargs = hostFunction("raise_varargs");
const reraise = hostFunction("reraise");
const checkExcMatch = hostFunction("check_exc_match");
const checkEgMatch = hostFunction("check_eg_match");
const withExceptStart = hostFunction("with_except_start");
const loadSpecial = hostFunction("load_special");
const importName = hostFunction("import_name");
const importFrom = hostFunction("import_from");
const getLen = hostFunction("get_len");
const matchMapping = hostFunction("match_mapping");
const matchSequence = hostFunction("match_sequence");
const matchKeys = hostFunction("match_keys");
const matchClass = hostFunction("match_class");
const slot = 4;

function checked(k: UopBuilder, reference: I32): I32 {
  k.errorIf(reference.eqz());
  return reference;
}

function nameAt(k: UopBuilder): I32 {
  const names = k.load(CodeObjectLayout.names, k.load(Frame.code, k.fp));
  return k.let(k.load(word(), names.add(k.opargScaled(slot))));
}

/** Replaces what the innermost code is handling, which takes `exception` over: what it was, maybe NULL, owned. */
function exchangeHandled(k: UopBuilder, exception: I32): I32 {
  const item = k.let(loadState(k, VmState.exceptionItem));
  const former = k.let(k.load(ExceptionItem.value, item));
  k.store(ExceptionItem.value, item, exception);
  return former;
}

/** What `except type` says of an exception; the chain of bases is all that is looked at here. */
const matches = kernelFunction("matches", ["i32", "i32"], "i32", ([exception, type], k) => {
  const base = k.variable("i32", k.load(ObjectHeader.type, exception));
  k.loop(({ again }) => {
    const at = k.let(base.get());
    k.if(at.eq(type), () => {
      retainObject(k, k.i32(address.True));
      k.return(k.i32(address.True));
    });
    k.assign(base, k.load(TypeObject.base, at));
    k.if(at.ne(address.BaseException), () => {
      again();
    });
  });
  k.return(k.call(checkExcMatch, exception, type));
});

export const exceptionBodies: Readonly<Record<string, UopBody>> = {
  _RAISE_VARARGS: uopBody("args[oparg] --", ({ args }, k) => {
    k.call(raiseVarargs, args, k.oparg, k.fp);
    k.errorIf(k.i32(1));
  }),
  _RERAISE: uopBody("values[oparg], exception -- values[oparg]", ({ values, exception }, k) => {
    // With an argument the offset of the instruction that raised is the lowest of the values.
    const lasti = k.choose(
      k.oparg,
      () => k.load(word(), values),
      () => k.i32(0),
    );
    k.call(reraise, exception, lasti, k.fp);
    k.errorIf(k.i32(1));
  }),
  _PUSH_EXC_INFO: uopBody("exception -- previous, exception", ({ exception }, k) => {
    retainObject(k, exception);
    const former = exchangeHandled(k, exception);
    const previous = k.let(k.select(former, former, k.i32(address.None)));
    k.if(former.eqz(), () => {
      retainObject(k, previous);
    });
    return { previous };
  }),
  _POP_EXCEPT: uopBody("previous --", ({ previous }, k) => {
    const isNone = k.let(previous.eq(address.None));
    release(k, exchangeHandled(k, k.select(isNone, k.i32(0), previous)));
    k.if(isNone, () => {
      k.store(ObjectHeader.refcount, previous, k.load(ObjectHeader.refcount, previous).sub(1));
    });
  }),
  _CHECK_EXC_MATCH: uopBody("exception, type -- exception, res, type", ({ exception, type }, k) => ({
    res: checked(k, k.call(matches, exception, type)),
  })),
  _CHECK_EG_MATCH: uopBody("exception, type -- rest, match, exception, type", ({ exception, type }, k) => {
    const match = k.let(checked(k, k.call(checkEgMatch, exception, type)));
    return { rest: k.let(loadState(k, VmState.secondResult)), match };
  }),
  _WITH_EXCEPT_START: uopBody(
    "exit, self_or_null, lasti, unused, exception -- exit, self_or_null, lasti, unused, exception, res",
    (_, k) => ({ res: checked(k, k.call(withExceptStart, k.sp.sub(5 * slot))) }),
  ),
  _LOAD_SPECIAL: uopBody("owner -- method, self_or_null", ({ owner }, k) => {
    const method = checked(k, k.call(loadSpecial, owner, k.oparg));
    return { method, self_or_null: k.let(loadState(k, VmState.secondResult)) };
  }),
  _IMPORT_NAME: uopBody("level, fromlist -- res, level, fromlist", ({ level, fromlist }, k) => ({
    res: checked(k, k.call(importName, k.fp, nameAt(k), fromlist, level)),
  })),
  _IMPORT_FROM: uopBody("module -- module, res", ({ module }, k) => ({
    res: checked(k, k.call(importFrom, module, nameAt(k))),
  })),
  _GET_LEN: uopBody("value -- value, len", ({ value }, k) => ({ len: checked(k, k.call(getLen, value)) })),
  _MATCH_MAPPING: uopBody("subject -- subject, res", ({ subject }, k) => ({ res: k.call(matchMapping, subject) })),
  _MATCH_SEQUENCE: uopBody("subject -- subject, res", ({ subject }, k) => ({ res: k.call(matchSequence, subject) })),
  _MATCH_KEYS: uopBody("subject, keys -- subject, keys, values_or_none", ({ subject, keys }, k) => ({
    values_or_none: checked(k, k.call(matchKeys, subject, keys)),
  })),
  _MATCH_CLASS: uopBody("subject, type, names -- res, subject, type, names", ({ subject, type, names }, k) => ({
    res: checked(k, k.call(matchClass, subject, type, names, k.oparg)),
  })),
};
