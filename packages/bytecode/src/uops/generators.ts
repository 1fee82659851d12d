// Generators and coroutines: making them, resuming and leaving them by switching frames, and what they wait for.

import { defineUop, type UopDefinition } from "@tjit/ir";

const runs = ["error", "escapes"] as const;

export const generatorUops: readonly UopDefinition[] = [
  defineUop("_MAKE_GENERATOR", "-- generator", {
    flags: ["error"],
    results: { generator: { nonNull: true } },
    doc: "Makes the generator or coroutine of this frame; what the frame holds moves into it.",
  }),
  defineUop("_RETURN_GENERATOR", "generator -- res", {
    flags: ["syncs", "escapes"],
    frame: { kind: "return" },
    results: { res: { same: "generator" } },
    doc: "Leaves the frame, which is empty now, with the generator made of it.",
  }),
  defineUop("_GUARD_OWNER_RETURN_GENERATOR", "--", {
    flags: ["deopt"],
    doc: "The frame was pushed by an ordinary call. Its stack is empty.",
  }),
  defineUop("_GUARD_IP_RETURN_GENERATOR", "--", {
    flags: ["exit"],
    operand0: "pc",
    doc: "The frame below continues at this address.",
  }),

  defineUop("_GUARD_TOS_GENERATOR", "iter -- iter", {
    flags: ["exit"],
    guards: [{ input: "iter", fact: { kind: "type", type: "generator" } }],
    doc: "The iterator is a generator.",
  }),
  defineUop("_CHECK_GENERATOR_SUSPENDED", "iter -- iter", {
    flags: ["exit"],
    requires: { iter: "generator" },
    doc: "The generator neither runs nor is done.",
  }),
  defineUop("_GUARD_GENERATOR_IP", "iter -- iter", {
    flags: ["exit"],
    operand0: "pc",
    requires: { iter: "generator" },
    doc: "The generator continues at this address, which tells its code and the depth of its stack.",
  }),
  defineUop("_FOR_ITER_GEN_FRAME", "iter -- iter, value, gen_frame: frame", {
    flags: ["arg"],
    requires: { iter: "generator" },
    frame: { kind: "create", arguments: "" },
    results: { value: { type: "NoneType", immortal: true } },
    doc: "The frame of a generator, and the None to resume it with; when it returns, this frame goes on at the END_FOR.",
  }),
  defineUop("_GUARD_NOS_SENDABLE", "receiver, value -- receiver, value", {
    flags: ["exit"],
    doc: "The receiver is a generator or coroutine that neither runs nor is done.",
  }),
  defineUop("_GUARD_NOS_GENERATOR_IP", "receiver, value -- receiver, value", {
    flags: ["exit"],
    operand0: "pc",
    doc: "The receiver continues at this address.",
  }),
  defineUop("_SEND_GEN_FRAME", "receiver, value -- receiver, value, gen_frame: frame", {
    flags: ["arg"],
    frame: { kind: "create", arguments: "" },
    doc: "The frame of the receiver; when it returns, this frame goes on at the END_SEND.",
  }),
  defineUop("_PUSH_GENERATOR_FRAME", "value, gen_frame: frame -- sent", {
    flags: ["syncs"],
    operand0: "frame",
    frame: { kind: "push" },
    results: { sent: { same: "value" } },
    doc: "Resumes a generator: its frame is entered where it was left, the value on its stack.",
  }),
  defineUop("_ENTER_GENERATOR", "iter -- iter", {
    flags: ["arg", "syncs"],
    tierOneOnly: true,
    doc: "Resumes an iterator that is a generator, by a frame switch; others pass.",
  }),
  defineUop("_ENTER_SENDABLE", "receiver, value -- receiver, value", {
    flags: ["arg", "syncs"],
    tierOneOnly: true,
    doc: "Resumes a receiver that is a generator or coroutine, by a frame switch; others pass.",
  }),

  defineUop("_YIELD_TO_HOST", "value -- value", {
    flags: ["arg", "syncs"],
    tierOneOnly: true,
    doc: "Yield of a generator that the host resumed.",
  }),
  defineUop("_GUARD_OWNER_GENERATOR", "value -- value", {
    flags: ["deopt"],
    doc: "The frame is that of a generator which the frame below resumed.",
  }),
  defineUop("_GUARD_IP_YIELD_VALUE", "value -- value", {
    flags: ["exit"],
    operand0: "pc",
    doc: "The frame below, to which the next uop yields, continues at this address.",
  }),
  defineUop("_YIELD_VALUE", "value -- res", {
    flags: ["arg", "syncs"],
    frame: { kind: "return" },
    results: { res: { same: "value" } },
    doc: "Suspends the generator; the value moves to the stack of the frame that resumed it.",
  }),
  defineUop("_RETURN_VALUE_GENERATOR", "retval -- res", {
    flags: ["syncs", "escapes"],
    frame: { kind: "return" },
    results: { res: { same: "retval" } },
    doc: "Ends the generator; the value moves to the stack of the frame that resumed it.",
  }),

  defineUop("_SEND", "receiver, value -- receiver, res", {
    flags: runs,
    doc: "Sends a value to an iterator of any kind: what it yields or returns.",
  }),
  defineUop("_JUMP_IF_RETURNED", "res -- res", {
    flags: ["arg"],
    tierOneOnly: true,
    doc: "Jumps to the END_SEND when the value before was returned, not yielded.",
  }),
  defineUop("_GUARD_YIELDED", "res -- res", {
    flags: ["exit"],
    doc: "The value that the uop before gave was yielded.",
  }),
  defineUop("_GUARD_RETURNED", "res -- res", {
    flags: ["exit"],
    doc: "The value that the uop before gave was returned.",
  }),
  defineUop("_END_SEND", "receiver, value -- val, receiver", {
    results: { val: { same: "value" } },
    doc: "The value moves below the receiver, which is done.",
  }),
  defineUop("_GET_YIELD_FROM_ITER", "iterable -- iter, iterable", {
    flags: runs,
    doc: "What `yield from` iterates over: generators themselves, `iter()` of others.",
  }),
  defineUop("_CLEANUP_THROW", "sub_iter, last_sent, exception -- none, value, sub_iter, last_sent, exception", {
    flags: runs,
    tierOneOnly: true,
    doc: "The value of a StopIteration that was thrown through `yield from`; other exceptions go on.",
  }),

  defineUop("_GET_AWAITABLE", "awaitable -- iter, awaitable", {
    flags: ["arg", ...runs],
    doc: "What `await` iterates over.",
  }),
  defineUop("_GET_AITER", "iterable -- iter, iterable", { flags: runs, doc: "`iterable.__aiter__()`." }),
  defineUop("_GET_ANEXT", "aiter -- aiter, awaitable", {
    flags: runs,
    doc: "What `async for` awaits of `aiter.__anext__()`.",
  }),
  defineUop("_END_ASYNC_FOR", "awaitable, exception -- awaitable, exception", {
    flags: runs,
    tierOneOnly: true,
    doc: "The end of `async for`: other exceptions than StopAsyncIteration go on.",
  }),
];
