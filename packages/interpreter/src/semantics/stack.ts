// Moves between locals, constants and the stack, and releases.

import {
  CellObject,
  CodeObjectLayout,
  FloatObject,
  Frame,
  FunctionObject,
  ObjectHeader,
  TupleObject,
} from "@tjit/runtime/layout";
import { type Builder, type I32, type UopBody, type UopBuilder, uopBody } from "@tjit/stencils/build";
import { localAddress, word } from "./memory.ts";
import { freeBlock, isSmallInt, release, releaseObject, retain, retainObject } from "./references.ts";
import { hostFunction } from "./host.ts";

const raiseUnbound = hostFunction("raise_unbound");
const makeCell = hostFunction("make_cell");
const loadCommonConstant = hostFunction("load_common_constant");

function loadLocal(k: UopBuilder): I32 {
  return k.let(k.load(word(), localAddress(k)));
}

function pushLocal(k: UopBuilder): { value: I32 } {
  const value = loadLocal(k);
  retain(k, value);
  return { value };
}

function raiseWhenNull(k: UopBuilder, value: I32): void {
  k.if(k.unlikely(value.eqz()), () => {
    k.call(raiseUnbound, k.fp, k.oparg);
  });
  k.errorIf(value.eqz());
}

function swapLocal(value: I32, k: UopBuilder): { trash: I32 } {
  const trash = loadLocal(k);
  k.store(word(), localAddress(k), value);
  return { trash };
}

function releaseFloat(k: Builder, value: I32): void {
  const count = k.let(k.load(ObjectHeader.refcount, value).sub(1));
  k.store(ObjectHeader.refcount, value, count);
  k.if(count.eqz(), () => {
    freeBlock(k, value, FloatObject.size);
  });
}

/** The constant of the code object with index oparg. */
function codeConstant(k: UopBuilder): I32 {
  const consts = k.load(CodeObjectLayout.consts, k.load(Frame.code, k.fp));
  return k.let(k.load(word(), consts.add(k.opargScaled(4))));
}

/** The cell in local oparg. */
function cell(k: UopBuilder): I32 {
  return loadLocal(k);
}

export const stackBodies: Readonly<Record<string, UopBody>> = {
  _NOP: uopBody("--", () => undefined),
  _LOAD_FAST: uopBody("-- value", (_, k) => pushLocal(k)),
  _LOAD_FAST_BORROW: uopBody("-- value", (_, k) => pushLocal(k)),
  _BORROW_FAST: uopBody("-- value", (_, k) => ({ value: loadLocal(k) })),
  _LOAD_FAST_CHECK: uopBody("-- value", (_, k) => {
    const value = loadLocal(k);
    raiseWhenNull(k, value);
    retain(k, value);
    return { value };
  }),
  _LOAD_FAST_AND_CLEAR: uopBody("-- value", (_, k) => {
    const value = loadLocal(k);
    k.store(word(), localAddress(k), 0);
    return { value };
  }),
  _SWAP_FAST: uopBody("value -- trash", ({ value }, k) => swapLocal(value, k)),
  _STORE_FAST_MAYBE_NULL: uopBody("value -- trash", ({ value }, k) => swapLocal(value, k)),
  _DELETE_FAST: uopBody("-- trash", (_, k) => {
    const trash = loadLocal(k);
    raiseWhenNull(k, trash);
    k.store(word(), localAddress(k), 0);
    return { trash };
  }),
  _LOAD_CONST: uopBody("-- value", (_, k) => {
    const value = codeConstant(k);
    retain(k, value);
    return { value };
  }),
  _LOAD_SMALL_INT: uopBody("-- value", (_, k) => ({ value: k.opargScaled(2, 1) })),
  _LOAD_CONST_INLINE: uopBody("-- value", (_, k) => {
    retain(k, k.operand0);
    return { value: k.operand0 };
  }),
  _LOAD_CONST_INLINE_BORROW: uopBody("-- value", (_, k) => ({ value: k.operand0 })),
  _LOAD_COMMON_CONSTANT: uopBody("-- value", (_, k) => {
    const value = k.call(loadCommonConstant, k.oparg);
    k.errorIf(value.eqz());
    return { value };
  }),
  _PUSH_NULL: uopBody("-- NULL", () => undefined),
  _PUSH_NULL_CONDITIONAL: uopBody("-- NULL[oparg&1]", ({ NULL }, k) => {
    k.if(k.oparg.and(1), () => {
      k.store(word(), NULL, 0);
    });
  }),
  _POP_TOP: uopBody("value --", ({ value }, k) => {
    release(k, value);
  }),
  _POP_TOP_OBJECT: uopBody("value --", ({ value }, k) => {
    releaseObject(k, value);
  }),
  _POP_TOP_NOP: uopBody("value --", () => undefined),
  _POP_TOP_INT: uopBody("value --", ({ value }, k) => {
    k.if(k.unlikely(isSmallInt(value).eqz()), () => {
      releaseObject(k, value);
    });
  }),
  _POP_TOP_FLOAT: uopBody("value --", ({ value }, k) => {
    releaseFloat(k, value);
  }),
  _POP_TOP_UNICODE: uopBody("value --", ({ value }, k) => {
    releaseObject(k, value);
  }),
  _COPY: uopBody("bottom, between[oparg-1] -- bottom, between[oparg-1], top", ({ bottom }, k) => {
    retain(k, bottom);
    return { top: bottom };
  }),
  _COPY_1: uopBody("bottom -- bottom, top", ({ bottom }, k) => {
    retain(k, bottom);
    return { top: bottom };
  }),
  _COPY_1_BORROW: uopBody("bottom -- bottom, top", ({ bottom }) => ({ top: bottom })),
  _COPY_2: uopBody("bottom, a -- bottom, a, top", ({ bottom }, k) => {
    retain(k, bottom);
    return { top: bottom };
  }),
  _COPY_2_BORROW: uopBody("bottom, a -- bottom, a, top", ({ bottom }) => ({ top: bottom })),
  _COPY_3: uopBody("bottom, a, b -- bottom, a, b, top", ({ bottom }, k) => {
    retain(k, bottom);
    return { top: bottom };
  }),
  _COPY_3_BORROW: uopBody("bottom, a, b -- bottom, a, b, top", ({ bottom }) => ({ top: bottom })),
  _SWAP: uopBody("bottom, between[oparg-2], top -- top, between[oparg-2], bottom", () => undefined),
  _SWAP_2: uopBody("bottom, top -- top, bottom", () => undefined),
  _SWAP_3: uopBody("bottom, a, top -- top, a, bottom", () => undefined),
  _MAKE_CELL: uopBody("--", (_, k) => {
    const made = k.call(makeCell, loadLocal(k));
    k.errorIf(made.eqz());
    release(k, loadLocal(k));
    k.store(word(), localAddress(k), made);
  }),
  _COPY_FREE_VARS: uopBody("--", (_, k) => {
    const code = k.load(Frame.code, k.fp);
    const closure = k.load(FunctionObject.closure, k.load(Frame.function, k.fp));
    const first = k.let(k.fp.add(k.load(CodeObjectLayout.localCount, code).sub(k.oparg).shl(2)));
    const index = k.variable("i32", 0);
    k.loop(({ again }) => {
      k.if(index.get().ltS(k.oparg), () => {
        const at = k.let(index.get().shl(2));
        const captured = k.let(k.load(word(TupleObject.size), closure.add(at)));
        retainObject(k, captured);
        k.store(word(Frame.size), first.add(at), captured);
        k.assign(index, index.get().add(1));
        again();
      });
    });
  }),
  _LOAD_DEREF: uopBody("-- value", (_, k) => {
    const value = k.let(k.load(CellObject.value, cell(k)));
    raiseWhenNull(k, value);
    retain(k, value);
    return { value };
  }),
  _STORE_DEREF: uopBody("value -- trash", ({ value }, k) => {
    const target = cell(k);
    const trash = k.let(k.load(CellObject.value, target));
    k.store(CellObject.value, target, value);
    return { trash };
  }),
  _DELETE_DEREF: uopBody("-- trash", (_, k) => {
    const target = cell(k);
    const trash = k.let(k.load(CellObject.value, target));
    raiseWhenNull(k, trash);
    k.store(CellObject.value, target, 0);
    return { trash };
  }),
};
