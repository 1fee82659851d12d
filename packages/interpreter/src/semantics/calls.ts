// Calls and frames. On the stack: callable, self or NULL, arguments.

import { binaryOperators, opcodeNamed } from "@tjit/bytecode";
import {
  CodeObjectLayout,
  DictEntry,
  DictObject,
  ExceptionObject,
  FRAME_PUSHED,
  Frame,
  FrameOwner,
  FunctionObject,
  ListObject,
  MethodObject,
  ModuleObject,
  ObjectHeader,
  TupleObject,
  TypeFlag,
  TypeObject,
} from "@tjit/runtime/layout";
import {
  type Builder,
  type Field,
  type I32,
  type UopBody,
  type UopBuilder,
  kernelFunction,
  uopBody,
} from "@tjit/stencils/build";
import { bindArguments } from "./binding.ts";
import { callBuiltinFast, callBuiltinO } from "./entering.ts";
import { address, loadState, storeState, VmState, word } from "./memory.ts";
import { askHost, findEntry } from "./dicts.ts";
import { clearFrame, enterFrame, leaveFrame, placeAfterCall, startFrame } from "./frames.ts";
import { finishGenerator, returnFromGenerator } from "./generators.ts";
import { typeOf } from "./names.ts";
import { hasType, smallInt } from "./numbers.ts";
import { release, releaseObject, retain, retainAll, retainObject } from "./references.ts";
import { hostFunction } from "./host.ts";
import { addToSet } from "./sets.ts";
import { newInstance } from "./instances.ts";
import { newContainer, tupleFromItems } from "./tuples.ts";
import { SharedSlot } from "../slots.ts";

const two = ["i32", "i32"] as const;
const three = ["i32", "i32", "i32"] as const;
const call = hostFunction("call");
const callKw = hostFunction("call_kw");
const callFunctionEx = hostFunction("call_function_ex");
const callAndWait = hostFunction("call_and_wait");
const callKwAndWait = hostFunction("call_kw_and_wait");
const callIntrinsic1 = hostFunction("call_intrinsic_1");
const callIntrinsic2 = hostFunction("call_intrinsic_2");
const pushFrame = hostFunction("push_frame");
const pushFrameEx = hostFunction("push_frame_ex");
const callMethodDescriptor = hostFunction("call_method_descriptor");
const len = hostFunction("len");
const isinstance = hostFunction("isinstance");
const listAppend = hostFunction("list_append");
const makeFunctionByHost = hostFunction("make_function");
const setFunctionAttribute = hostFunction("set_function_attribute");
const finishOperation = hostFunction("finish_operation");
const raiseInitReturn = hostFunction("raise_init_return");

/** Status that `enter` returns when its frame returned a value. */
const returned = 0;
const slot = 4;

/** Enters the frame of a Python function if that needs no help. Tier 1. */
function enterIfSimple(k: UopBuilder, items: I32, kwnames: I32 | null): void {
  k.if(loadState(k, VmState.recursionRemaining).gtS(1), () => {
    const frame = k.let(k.call(frameOfCall, items, k.oparg, kwnames ?? 0));
    k.if(frame.ne(0), () => {
      if (kwnames !== null) releaseObject(k, kwnames);
      k.store(Frame.returnOffset, k.fp, k.nextPc.sub(k.pc));
      const { pc, sp, fp } = enterFrame(k, frame, items);
      k.dispatchAt(pc, sp, fp);
    });
  });
}

/** A runtime call that gives a result, pushes a Python frame, or fails. Tier 1. */
function callOrEnter(k: UopBuilder, items: I32, result: I32): { res: I32 } {
  const res = k.let(result);
  k.errorIf(res.eqz());
  k.if(res.eq(FRAME_PUSHED), () => {
    k.store(Frame.returnOffset, k.fp, k.nextPc.sub(k.pc));
    const { pc, sp, fp } = enterFrame(k, k.let(loadState(k, VmState.resumeFp)), items);
    k.dispatchAt(pc, sp, fp);
  });
  return { res };
}

function checked(k: UopBuilder, res: I32): { res: I32 } {
  k.errorIf(res.eqz());
  return { res };
}

/** How many arguments there are, with the receiver. */
function argumentCount(k: UopBuilder, selfOrNull: I32): I32 {
  return k.oparg.add(selfOrNull.ne(0));
}

/** Where the arguments start, with the receiver. */
function firstArgument(k: UopBuilder, args: I32, selfOrNull: I32): I32 {
  return args.sub(k.select(selfOrNull.ne(0), k.i32(slot), k.i32(0)));
}

/** Releases the items of a call that succeeded, the last one first. */
const releaseItems = kernelFunction("release_items", two, "void", ([first, end], k) => {
  const at = k.variable("i32", end);
  k.loop(({ again }) => {
    k.if(at.get().gtU(first), () => {
      k.assign(at, at.get().sub(slot));
      release(k, k.let(k.load(word(), at.get())));
      again();
    });
  });
  k.return();
});

/** A frame of a function with exactly matching arguments, which move into its first locals. */
const makeExactFrame = kernelFunction("make_exact_frame", three, "i32", ([callable, first, count], k) => {
  const frame = k.let(loadState(k, VmState.stackTop));
  const code = k.let(k.load(FunctionObject.code, callable));
  storeState(k, VmState.stackTop, frame.add(k.load(CodeObjectLayout.frameSize, code)));
  startFrame(k, frame, callable, code);
  const locals = k.let(frame.add(Frame.size));
  const bytes = k.let(count.shl(2));
  const at = k.variable("i32", 0);
  k.loop(({ again }) => {
    k.if(at.get().ltU(bytes), () => {
      k.store(word(), locals.add(at.get()), k.load(word(), first.add(at.get())));
      k.assign(at, at.get().add(slot));
      again();
    });
  });
  const end = k.let(k.load(CodeObjectLayout.localCount, code).shl(2));
  k.loop(({ again }) => {
    k.if(at.get().ltU(end), () => {
      k.store(word(), locals.add(at.get()), 0);
      k.assign(at, at.get().add(slot));
      again();
    });
  });
  k.return(frame);
});

/**
 * The frame for the call of a Python function or of a method bound to one, as {@link bindArguments}: `items` are callable, receiver or NULL,
 * `count` arguments, those of `kwnames` last.
 */
const frameOfCall = kernelFunction("frame_of_call", three, "i32", ([items, count, kwnames], k) => {
  const callable = k.let(k.load(word(), items));
  const self = k.let(k.load(word(slot), items));
  const positional = k.variable("i32", count);
  k.if(kwnames.ne(0), () => {
    k.assign(positional, count.sub(k.load(TupleObject.length, kwnames)));
  });
  const given = k.let(positional.get());
  const type = k.let(typeOf(k, callable));
  k.if(type.eq(address.function), () => {
    const receiver = k.let(self.ne(0));
    const first = items.add(k.select(receiver, k.i32(slot), k.i32(2 * slot)));
    k.return(k.call(bindArguments, callable, first, given.add(receiver), kwnames));
  });
  k.if(type.eq(address.method).and(self.eqz()), () => {
    const target = k.let(k.load(MethodObject.function, callable));
    k.if(typeOf(k, target).eq(address.function), () => {
      const bound = k.let(k.load(MethodObject.self, callable));
      // The receiver takes the free place below the arguments.
      k.store(word(slot), items, bound);
      const frame = k.let(k.call(bindArguments, target, items.add(slot), given.add(1), kwnames));
      k.if(
        frame.ne(0),
        () => {
          retainObject(k, target);
          retain(k, bound);
          releaseObject(k, callable);
        },
        () => {
          k.store(word(slot), items, 0);
        },
      );
      k.return(frame);
    });
  });
  k.return(k.i32(0));
});

/**
 * The frame for a call of a Python function with a tuple, without keywords; `items` are callable, NULL, the tuple, an empty dict or NULL. 0: the host
 * has to make it.
 */
const frameOfCallEx = kernelFunction("frame_of_call_ex", ["i32"], "i32", ([items], k) => {
  const callable = k.let(k.load(word(), items));
  const tuple = k.let(k.load(word(2 * slot), items));
  const keywords = k.let(k.load(word(3 * slot), items));
  const hasKeywords = k.choose(
    keywords.eqz(),
    () => k.i32(0),
    () => k.load(DictObject.used, keywords),
  );
  const isPlain = typeOf(k, callable).eq(address.function).and(typeOf(k, tuple).eq(address.tuple));
  k.if(isPlain.and(hasKeywords.eqz()), () => {
    const first = k.let(tuple.add(TupleObject.size));
    const count = k.let(k.load(TupleObject.length, tuple));
    const frame = k.let(k.call(bindArguments, callable, first, count, 0));
    k.if(frame.ne(0), () => {
      retainAll(k, first, count);
      releaseObject(k, tuple);
      release(k, keywords);
    });
    k.return(frame);
  });
  k.return(k.i32(0));
});

/** Where the code of a Python function starts, or of the function that a method is bound to; 0 for any other callable. */
const startOf = (k: Builder, callable: I32): I32 => k.call(startOfCallable, callable);

const startOfCallable = kernelFunction("start_of_callable", ["i32"], "i32", ([callable], k) => {
  const target = k.variable("i32", callable);
  k.if(typeOf(k, callable).eq(address.method), () => {
    k.assign(target, k.load(MethodObject.function, callable));
  });
  const called = k.let(target.get());
  k.if(typeOf(k, called).eq(address.function), () => {
    k.return(k.load(CodeObjectLayout.start, codeOf(k, called)));
  });
  k.return(k.i32(0));
});

/** A frame, or what the host makes of the call, which is one or an exception. */
function orByHost(k: UopBuilder, frame: I32, byHost: () => I32): I32 {
  const made = k.variable("i32", frame);
  k.if(made.get().eqz(), () => {
    k.assign(made, byHost());
  });
  const result = k.let(made.get());
  k.errorIf(result.eqz());
  return result;
}

function checkVersion(k: UopBuilder, callable: I32): void {
  k.exitIf(hasType(k, callable, address.function).eqz());
  k.exitIf(k.load(FunctionObject.version, callable).ne(k.operand0));
}

/** A function with the globals of a frame, without defaults and the like. */
const makeFunction = kernelFunction("make_function_here", two, "i32", ([code, frame], k) => {
  const globals = k.let(k.load(Frame.globals, frame));
  const name = k.let(k.call(findEntry, globals, loadState(k, VmState.nameName)));
  const namespace = k.let(k.call(findEntry, globals, loadState(k, VmState.nameBuiltins)));
  k.if(name.gtU(askHost).and(namespace.gtU(askHost)), () => {
    const found = k.let(k.load(DictEntry.value, namespace));
    const type = k.let(typeOf(k, found));
    const isModule = k.let(type.eq(address.module));
    k.if(isModule.or(type.eq(address.dict)), () => {
      const builtins = k.choose(
        isModule,
        () => k.load(ModuleObject.dict, found),
        () => found,
      );
      const made = k.let(k.call(newContainer, FunctionObject.size / 8, address.function));
      k.fillMemory(made.add(ObjectHeader.size), 0, FunctionObject.size - ObjectHeader.size);
      for (const [field, value] of [
        [FunctionObject.code, code],
        [FunctionObject.globals, globals],
        [FunctionObject.builtins, builtins],
        [FunctionObject.name, k.load(CodeObjectLayout.name, code)],
        [FunctionObject.qualname, k.load(CodeObjectLayout.qualname, code)],
        [FunctionObject.doc, k.load(CodeObjectLayout.doc, code)],
        [FunctionObject.module, k.load(DictEntry.value, name)],
      ] as const) {
        const owned = k.let(value);
        retain(k, owned);
        k.store(field, made, owned);
      }
      k.return(made);
    });
  });
  k.return(k.call(makeFunctionByHost, code, frame));
});

/** Kernel functions of calls. */
export const callKernel = [releaseItems, makeExactFrame, clearFrame, finishGenerator] as const;

/** The code that the callable, a Python function, runs. */
function codeOf(k: Builder, callable: I32): I32 {
  return k.load(FunctionObject.code, callable);
}

/** The method of an operator returned NotImplemented: its frame is left, and the host goes on with the operands. Tier 1. */
function returnNotImplemented(k: UopBuilder): void {
  const operands = k.let(k.fp.add(Frame.size));
  const left = k.let(k.load(word(), operands));
  const right = k.let(k.load(word(slot), operands));
  retain(k, left);
  retain(k, right);
  const caller = leaveFrame(k);
  const pc = k.let(k.load(Frame.instrPtr, caller));
  const sp = k.let(k.load(Frame.sp, caller));
  const result = k.let(k.call(finishOperation, left, right, k.load(opargByte, pc)));
  k.if(result.eqz(), () => {
    k.enterSlot(SharedSlot.ERROR, pc, sp, caller, 0);
  });
  k.store(word(), sp, result);
  k.dispatchAt(pc.add(k.load(Frame.returnOffset, caller)), sp.add(slot), caller);
}

const convention = "callable, self_or_null, args[oparg] -- callable, self_or_null, args[oparg]";
const withNames = "callable, self_or_null, args[oparg], kwnames -- callable, self_or_null, args[oparg], kwnames";
const unpacked = "callable, null, callargs, kwargs -- callable, null, callargs, kwargs";
const opcodeByte: Field<"i32"> = { name: "opcode", offset: 0, type: "i32", width: "u8" };
const opargByte: Field<"i32"> = { name: "oparg", offset: 1, type: "i32", width: "u8" };
/** `BINARY_OP`'s oparg for `left[right]`. */
const subscription = binaryOperators.indexOf("[]");

export const callBodies: Readonly<Record<string, UopBody>> = {
  _CALL: uopBody("callable, self_or_null, args[oparg] -- res", ({ args }, k) => {
    const items = k.let(args.sub(2 * slot));
    enterIfSimple(k, items, null);
    return callOrEnter(k, items, k.call(call, items, k.oparg));
  }),
  _CALL_NON_PY_GENERAL: uopBody("callable, self_or_null, args[oparg] -- res", ({ args }, k) =>
    checked(k, k.call(callAndWait, args.sub(2 * slot), k.oparg)),
  ),
  _CALL_KW: uopBody("callable, self_or_null, args[oparg], kwnames -- res", ({ args, kwnames }, k) => {
    const items = k.let(args.sub(2 * slot));
    enterIfSimple(k, items, kwnames);
    return callOrEnter(k, items, k.call(callKw, items, k.oparg, kwnames));
  }),
  _CALL_KW_NON_PY: uopBody("callable, self_or_null, args[oparg], kwnames -- res", ({ args, kwnames }, k) =>
    checked(k, k.call(callKwAndWait, args.sub(2 * slot), k.oparg, kwnames)),
  ),
  _CALL_FUNCTION_EX: uopBody("callable, null, callargs, kwargs -- res", (_, k) =>
    checked(k, k.call(callFunctionEx, k.sp.sub(4 * slot), k.fp)),
  ),
  _QUICKEN_CALL_EX: uopBody(unpacked, ({ callable }, k) => {
    k.if(loadState(k, VmState.recursionRemaining).gtS(1).and(startOf(k, callable).ne(0)), () => {
      k.store(opcodeByte, k.pc, opcodeNamed("CALL_EX_PY").opcode);
      k.dispatchAt(k.pc, k.sp, k.fp, { half: "base", oparg: k.oparg });
    });
  }),
  _GUARD_CALLABLE_EX_PY: uopBody(unpacked, ({ callable }, k) => {
    k.exitIf(startOf(k, callable).eqz());
  }),
  _GUARD_CALLABLE_EX_IP: uopBody(unpacked, ({ callable }, k) => {
    k.exitIf(startOf(k, callable).ne(k.operand0));
  }),
  _PY_FRAME_EX: uopBody("callable, null, callargs, kwargs -- new_frame: frame", (_, k) => {
    const items = k.let(k.sp.sub(4 * slot));
    return { new_frame: orByHost(k, k.call(frameOfCallEx, items), () => k.call(pushFrameEx, items)) };
  }),
  _CHECK_FUNCTION_VERSION_KW: uopBody(withNames, ({ callable }, k) => {
    checkVersion(k, callable);
  }),
  _PY_FRAME_KW: uopBody("callable, self_or_null, args[oparg], kwnames -- new_frame: frame", ({ args, kwnames }, k) => {
    const items = k.let(args.sub(2 * slot));
    const frame = orByHost(k, k.call(frameOfCall, items, k.oparg, kwnames), () =>
      k.call(pushFrame, items, k.oparg, kwnames),
    );
    releaseObject(k, kwnames);
    return { new_frame: frame };
  }),
  _CALL_INTRINSIC_1: uopBody("value -- res, value", ({ value }, k) =>
    checked(k, k.call(callIntrinsic1, value, k.oparg, k.fp)),
  ),
  _CALL_INTRINSIC_2: uopBody("first, second -- res, first, second", ({ first, second }, k) =>
    checked(k, k.call(callIntrinsic2, first, second, k.oparg)),
  ),

  _CHECK_FUNCTION_VERSION: uopBody(convention, ({ callable }, k) => {
    checkVersion(k, callable);
  }),
  _CHECK_FUNCTION_EXACT_ARGS: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(k.load(CodeObjectLayout.argcount, codeOf(k, callable)).ne(argumentCount(k, self_or_null)));
  }),
  _CHECK_STACK_SPACE: uopBody(convention, ({ callable }, k) => {
    const top = loadState(k, VmState.stackTop).add(k.load(CodeObjectLayout.frameSize, codeOf(k, callable)));
    k.deoptIf(top.gtU(loadState(k, VmState.stackLimit)));
  }),
  _CHECK_RECURSION_REMAINING: uopBody("--", (_, k) => {
    k.deoptIf(loadState(k, VmState.recursionRemaining).leS(1));
  }),
  _CHECK_CALL_BOUND_METHOD: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(self_or_null.ne(0));
    k.exitIf(hasType(k, callable, address.method).eqz());
  }),
  _INIT_CALL_BOUND_METHOD: uopBody(
    "callable, self_or_null, args[oparg] -- function, self, args[oparg]",
    ({ callable }, k) => {
      const self = k.let(k.load(MethodObject.self, callable));
      const target = k.let(k.load(MethodObject.function, callable));
      retainObject(k, target);
      retain(k, self);
      releaseObject(k, callable);
      return { function: target, self };
    },
  ),
  _INIT_CALL_PY_EXACT_ARGS: uopBody(
    "callable, self_or_null, args[oparg] -- new_frame: frame",
    ({ callable, self_or_null, args }, k) => ({
      new_frame: k.call(makeExactFrame, callable, firstArgument(k, args, self_or_null), argumentCount(k, self_or_null)),
    }),
  ),
  _PY_FRAME_GENERAL: uopBody("callable, self_or_null, args[oparg] -- new_frame: frame", ({ args }, k) => {
    const items = k.let(args.sub(2 * slot));
    const frame = k.call(frameOfCall, items, k.oparg, 0);
    return { new_frame: orByHost(k, frame, () => k.call(pushFrame, items, k.oparg, 0)) };
  }),
  _SAVE_RETURN_OFFSET: uopBody("--", (_, k) => {
    k.store(Frame.instrPtr, k.fp, k.pc);
    k.store(Frame.returnOffset, k.fp, k.oparg);
  }),
  _PUSH_FRAME: uopBody("new_frame: frame --", ({ new_frame }, k) => {
    k.switchFrame(enterFrame(k, new_frame, k.sp.sub(slot)));
  }),
  _RETURN_FROM_SPECIAL_FRAME: uopBody("retval -- retval", ({ retval }, k) => {
    const owner = k.let(k.load(Frame.owner, k.fp));
    k.if(k.unlikely(owner.ne(FrameOwner.THREAD)), () => {
      k.if(owner.eq(FrameOwner.ENTRY), () => {
        leaveFrame(k);
        storeState(k, VmState.result, retval);
        k.leave(k.i32(returned));
      });
      k.if(owner.eq(FrameOwner.INIT), () => {
        k.if(retval.ne(address.None), () => {
          k.call(raiseInitReturn, retval);
        });
        k.errorIf(retval.ne(address.None));
        const { pc, sp, fp } = placeAfterCall(k, leaveFrame(k));
        k.dispatchAt(pc, sp, fp);
      });
      k.if(
        owner.eq(FrameOwner.OPERATOR),
        () => {
          k.if(retval.eq(address.NotImplemented), () => {
            returnNotImplemented(k);
          });
        },
        () => {
          returnFromGenerator(k, owner, retval);
        },
      );
    });
  }),
  _GUARD_OPERATOR_VERSION: uopBody("left, right -- left, right", ({ left, right }, k) => {
    k.exitIf(left.and(1));
    const type = k.let(k.load(ObjectHeader.type, left));
    k.exitIf(k.load(TypeObject.version, type).ne(k.operand0));
    const other = k.let(typeOf(k, right));
    k.exitIf(k.load(TypeObject.flags, other).and(TypeFlag.HEAP).ne(0).and(other.ne(type)));
  }),
  _OPERATOR_FRAME: uopBody("left, right -- new_frame: frame", (_, k) => {
    const method = k.let(k.operand0);
    retainObject(k, method);
    const frame = k.let(k.call(makeExactFrame, method, k.sp.sub(2 * slot), 2));
    k.if(k.oparg.ne(subscription), () => {
      k.store(Frame.owner, frame, FrameOwner.OPERATOR);
    });
    return { new_frame: frame };
  }),
  _RETURN_VALUE_OPERATOR: uopBody("retval -- res", ({ retval }, k) => {
    k.exitIf(k.load(Frame.owner, k.fp).ne(FrameOwner.OPERATOR).or(retval.eq(address.NotImplemented)));
    k.switchFrame(placeAfterCall(k, leaveFrame(k)));
    return { res: retval };
  }),
  _GUARD_RETURN_OWNER: uopBody("retval -- retval", (_, k) => {
    k.deoptIf(k.load(Frame.owner, k.fp).ne(FrameOwner.THREAD));
  }),
  _RETURN_VALUE: uopBody("retval -- res", ({ retval }, k) => {
    k.switchFrame(placeAfterCall(k, leaveFrame(k)));
    return { res: retval };
  }),
  _RETURN_VALUE_INIT: uopBody("retval --", ({ retval }, k) => {
    k.exitIf(k.load(Frame.owner, k.fp).ne(FrameOwner.INIT).or(retval.ne(address.None)));
    k.switchFrame(placeAfterCall(k, leaveFrame(k)));
  }),
  _GUARD_IP_RETURN_VALUE: uopBody("retval -- retval", (_, k) => {
    const caller = k.let(k.load(Frame.previous, k.fp));
    k.exitIf(k.load(Frame.instrPtr, caller).add(k.load(Frame.returnOffset, caller)).ne(k.operand0));
  }),
  _CHECK_OBJECT_ALLOCATION: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(self_or_null.ne(0));
    k.exitIf(callable.and(1));
    k.exitIf(k.load(ObjectHeader.type, callable).ne(address.type));
    k.exitIf(k.load(TypeObject.version, callable).ne(k.operand0));
  }),

  _CALL_BUILTIN_O: uopBody("callable, self_or_null, arg -- res, callable, self_or_null, arg", ({ callable, arg }, k) =>
    checked(k, k.call(callBuiltinO, callable, arg)),
  ),
  _GUARD_CALLABLE_BUILTIN: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(self_or_null.ne(0));
    k.exitIf(hasType(k, callable, address.builtin_function_or_method).eqz());
  }),
  _CALL_BUILTIN_FAST: uopBody("callable, self_or_null, args[oparg] -- res", ({ callable, args }, k) => {
    const res = k.call(callBuiltinFast, callable, args, k.oparg);
    k.errorIf(res.eqz());
    k.call(releaseItems, args.sub(2 * slot), args.add(k.opargScaled(slot)));
    return { res };
  }),
  _GUARD_CALLABLE_METHOD_DESCRIPTOR: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(self_or_null.eqz());
    k.exitIf(hasType(k, callable, address.method_descriptor).eqz());
  }),
  _CALL_METHOD_DESCRIPTOR: uopBody("callable, self_or_null, args[oparg] -- res", ({ callable, args }, k) => {
    const res = k.call(callMethod, callable, args.sub(slot), k.oparg.add(1));
    k.errorIf(res.eqz());
    k.call(releaseItems, args.sub(2 * slot), args.add(k.opargScaled(slot)));
    return { res };
  }),
  _GUARD_CALLABLE_BUILTIN_CLASS: uopBody(convention, ({ callable, self_or_null }, k) => {
    k.exitIf(self_or_null.ne(0));
    k.exitIf(hasType(k, callable, address.type).eqz());
    k.exitIf(k.load(TypeObject.flags, callable).and(TypeFlag.IMMUTABLE).eqz());
  }),
  _CALL_BUILTIN_CLASS: uopBody("callable, self_or_null, args[oparg] -- res", ({ args }, k) =>
    checked(k, k.call(callClass, args.sub(2 * slot), k.oparg)),
  ),
  _GUARD_NOS_NULL: uopBody("null, top -- null, top", (inputs, k) => {
    k.exitIf(inputs.null.ne(0));
  }),
  _GUARD_CALLABLE_LEN: uopBody("callable, null, arg -- callable, null, arg", ({ callable }, k) => {
    k.exitIf(callable.ne(loadState(k, VmState.builtinLen)));
  }),
  _CALL_LEN: uopBody("callable, null, arg -- res, callable, arg", ({ arg }, k) => {
    const type = k.let(typeOf(k, arg));
    // The length of all of these is in the same place.
    const isSized = type.eq(address.list).or(type.eq(address.tuple)).or(type.eq(address.str)).or(type.eq(address.dict));
    const res = k.choose(
      isSized,
      () => smallInt(k.load(ListObject.length, arg)),
      () => k.call(len, arg),
    );
    return checked(k, res);
  }),
  _GUARD_CALLABLE_ISINSTANCE: uopBody(
    "callable, null, instance, class -- callable, null, instance, class",
    ({ callable, ...rest }, k) => {
      k.exitIf(rest.null.ne(0));
      k.exitIf(callable.ne(loadState(k, VmState.builtinIsinstance)));
    },
  ),
  _CALL_ISINSTANCE: uopBody(
    "callable, null, instance, class -- res, callable, instance, class",
    ({ instance, class: type }, k) => checked(k, k.call(isinstance, instance, type)),
  ),
  _GUARD_CALLABLE_LIST_APPEND: uopBody("callable, self, arg -- callable, self, arg", ({ callable, self }, k) => {
    k.exitIf(callable.ne(loadState(k, VmState.listAppend)));
    k.exitIf(self.eqz());
    k.exitIf(hasType(k, self, address.list).eqz());
  }),
  _CALL_LIST_APPEND: uopBody("callable, self, arg -- none, callable, self", ({ self, arg }, k) => {
    appendToList(k, self, arg);
    return { none: k.i32(address.None) };
  }),

  _MAKE_FUNCTION: uopBody("code -- function, code", ({ code }, k) => {
    const made = k.call(makeFunction, code, k.fp);
    k.errorIf(made.eqz());
    return { function: made };
  }),
  _SET_FUNCTION_ATTRIBUTE: uopBody("attribute, function -- function", (inputs, k) => {
    k.errorIf(k.call(setFunctionAttribute, inputs.function, inputs.attribute, k.oparg).ne(0));
  }),
  _CREATE_INIT_FRAME: uopBody(
    "callable, self_or_null, args[oparg] -- self, new_frame: frame",
    ({ callable, args }, k) => {
      const self = k.let(k.call(newInstance, callable));
      k.errorIf(self.eqz());
      const init = k.let(k.load(TypeObject.cachedInit, callable));
      retainObject(k, self);
      retainObject(k, init);
      // The receiver takes the free place below the arguments; they move into the frame together.
      k.store(word(), args.sub(slot), self);
      const frame = k.let(k.call(makeExactFrame, init, args.sub(slot), k.oparg.add(1)));
      k.store(Frame.owner, frame, FrameOwner.INIT);
      releaseObject(k, callable);
      return { self, new_frame: frame };
    },
  ),
};

/** Calls a method of a builtin type; `set.add` is done here. */
const callMethod = kernelFunction("call_method", three, "i32", ([callable, args, count], k) => {
  k.if(callable.eq(loadState(k, VmState.setAdd)).and(count.eq(2)), () => {
    const set = k.let(k.load(word(), args));
    k.if(typeOf(k, set).eq(address.set), () => {
      const status = k.call(addToSet, set, k.load(word(slot), args));
      k.return(k.select(status.eqz(), k.i32(address.None), k.i32(0)));
    });
  });
  k.return(k.call(callMethodDescriptor, callable, args, count));
});

/** Calls a builtin class: exceptions that only keep their arguments are made here. */
const callClass = kernelFunction("call_class", two, "i32", ([items, count], k) => {
  const callable = k.let(k.load(word(), items));
  k.if(k.load(TypeObject.flags, callable).and(TypeFlag.PLAIN_EXCEPTION), () => {
    const exception = k.let(k.call(newContainer, ExceptionObject.size / 8, callable));
    k.fillMemory(exception.add(ObjectHeader.size), 0, ExceptionObject.size - ObjectHeader.size);
    const args = k.variable("i32", address.emptyTuple);
    k.if(
      count,
      () => {
        k.assign(args, k.call(tupleFromItems, items.add(2 * slot), count));
      },
      () => {
        retainObject(k, args.get());
      },
    );
    k.store(ExceptionObject.arguments, exception, args.get());
    releaseObject(k, callable);
    k.return(exception);
  });
  k.return(k.call(callAndWait, items, count));
});

/** Appends, taking over the reference. The runtime grows the list when it is full. */
export function appendToList(k: UopBuilder, list: I32, value: I32): void {
  const length = k.let(k.load(ListObject.length, list));
  const full = k.let(length.eq(k.load(ListObject.capacity, list)));
  const status = k.variable("i32", 0);
  k.if(
    full,
    () => {
      k.assign(status, k.call(listAppend, list, value));
    },
    () => {
      k.store(word(), k.load(ListObject.items, list).add(length.shl(2)), value);
      k.store(ListObject.length, list, length.add(1));
    },
  );
  k.errorIf(status.get().ne(0));
}
