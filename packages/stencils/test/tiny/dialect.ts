// A language of a dozen uops, enough to meet every feature of the builder: guards, errors, arrays, unboxed values, loops, frames.
//
// A value is an i32: odd = int (n << 1 | 1), even = address of a box that holds a double. A frame: saved pc, saved sp, locals, stack.

import { defineUop, type UopDefinition } from "@tjit/ir";
import { type Field, kernelFunction, runtimeFunction, type UopBody, uopBody } from "@tjit/stencils/build";

const word = (name: string, offset: number): Field<"i32"> => ({ name, offset, type: "i32", width: "i32" });

export const Frame = { savedPc: word("saved_pc", 0), savedSp: word("saved_sp", 4), local: word("local", 16) } as const;
const localCount = 4;
/** Offset of the evaluation stack from the frame. */
export const stackOffset = 16 + 4 * localCount;

/** Words at fixed addresses. */
export const Vm = { result: word("result", 64), nextBox: word("next_box", 68), fuel: word("fuel", 72) } as const;
const boxValue: Field<"f64"> = { name: "value", offset: 0, type: "f64", width: "f64" };
const item = word("item", 0);

export const newBox = kernelFunction("new_box", ["f64"], "i32", ([value], k) => {
  const at = k.load(Vm.nextBox, 0);
  k.store(Vm.nextBox, 0, at.add(8));
  k.store(boxValue, at, value);
  k.return(at);
});

/** Adds two values of any kind; 0 = cannot. */
const genericAdd = runtimeFunction("generic_add", ["i32", "i32"], "i32");
const note = runtimeFunction("note", ["i32"], "void");

const rows: readonly (readonly [UopDefinition, UopBody])[] = [
  [
    defineUop("_LOAD_FAST", "-- value", { flags: ["arg"] }),
    uopBody("-- value", (_, k) => ({ value: k.load(item, k.fp.add(k.opargScaled(4, Frame.local.offset))) })),
  ],
  [
    defineUop("_STORE_FAST", "value --", { flags: ["arg"] }),
    uopBody("value --", ({ value }, k) => k.store(item, k.fp.add(k.opargScaled(4, Frame.local.offset)), value)),
  ],
  [
    defineUop("_SMALL", "-- value", { flags: ["arg"] }),
    uopBody("-- value", (_, k) => ({ value: k.opargScaled(2, 1) })),
  ],
  [defineUop("_INLINE", "-- value", { operand0: "constant" }), uopBody("-- value", (_, k) => ({ value: k.operand0 }))],
  [
    defineUop("_GUARD_TOS_INT", "value -- value", { flags: ["exit"] }),
    uopBody("value -- value", ({ value }, k) => k.exitIf(value.and(1).eqz())),
  ],
  [
    defineUop("_GUARD_NOS_INT", "left, right -- left, right", { flags: ["exit"] }),
    uopBody("left, right -- left, right", ({ left }, k) => k.exitIf(left.and(1).eqz())),
  ],
  [
    defineUop("_GUARD_POSITIVE", "value -- value", { flags: ["exit"] }),
    uopBody("value -- value", ({ value }, k) => k.exitIf(value.leS(1))),
  ],
  [
    defineUop("_ADD_INT", "left, right -- res, left, right"),
    uopBody("left, right -- res, left, right", ({ left, right }) => ({ res: left.add(right).sub(1) })),
  ],
  [
    defineUop("_SUB_INT", "left, right -- res, left, right"),
    uopBody("left, right -- res, left, right", ({ left, right }) => ({ res: left.sub(right).add(1) })),
  ],
  [
    defineUop("_ADD", "left, right -- res, left, right", { flags: ["error", "escapes"] }),
    uopBody("left, right -- res, left, right", ({ left, right }, k) => {
      const res = k.call(genericAdd, left, right);
      k.errorIf(res.eqz());
      return { res };
    }),
  ],
  [defineUop("_POP", "value --"), uopBody("value --", () => undefined)],
  [defineUop("_SWAP", "left, right -- right, left"), uopBody("left, right -- right, left", () => undefined)],
  [defineUop("_COPY", "value -- value, copy"), uopBody("value -- value, copy", ({ value }) => ({ copy: value }))],
  [
    defineUop("_ROTATE", "bottom, between[oparg-2], top -- top, between[oparg-2], bottom", { flags: ["arg"] }),
    uopBody("bottom, between[oparg-2], top -- top, between[oparg-2], bottom", () => undefined),
  ],
  [
    defineUop("_SUM", "items[oparg] -- sum", { flags: ["arg"] }),
    uopBody("items[oparg] -- sum", ({ items }, k) => {
      const sum = k.variable("i32", 1);
      const left = k.variable("i32", k.oparg);
      k.loop(({ again }) => {
        k.if(left.get().gtS(0), () => {
          k.assign(left, left.get().sub(1));
          k.assign(
            sum,
            sum
              .get()
              .add(k.load(item, items.add(left.get().shl(2))))
              .sub(1),
          );
          again();
        });
      });
      return { sum: sum.get() };
    }),
  ],
  [
    defineUop("_FLAG", "-- flag[oparg&1]", { flags: ["arg"] }),
    uopBody("-- flag[oparg&1]", ({ flag }, k) => k.if(k.oparg.and(1), () => k.store(item, flag, 1))),
  ],
  [
    defineUop("_TAKE_FLAG", "value, flag[oparg&1] -- res", { flags: ["arg"] }),
    uopBody("value, flag[oparg&1] -- res", ({ value, flag }, k) => ({
      res: k.choose(
        k.oparg.and(1),
        () => value.add(k.load(item, flag)),
        () => value,
      ),
    })),
  ],
  // The array stays on the stack, one slot higher.
  [
    defineUop("_SINK", "items[oparg], top -- top, items[oparg]", { flags: ["arg"] }),
    uopBody("items[oparg], top -- top, items[oparg]", () => undefined),
  ],
  // More outputs than registers: the deepest, which was in a register, goes to memory.
  [
    defineUop("_SPREAD", "left, right -- left, right, low, high"),
    uopBody("left, right -- left, right, low, high", ({ left, right }, k) => ({
      low: k.select(left.ltS(right), left, right),
      high: k.select(left.ltS(right), right, left),
    })),
  ],
  [
    defineUop("_WORD", "-- word", { operand0: "offset" }),
    uopBody("-- word", (_, k) => ({ word: k.load({ ...item, offset: 4 }, k.fp.add(k.operand0.and(12))) })),
  ],
  [
    defineUop("_FIELD", "-- field", { operand0: "offset" }),
    uopBody("-- field", (_, k) => ({ field: k.load({ ...item, offset: 4 }, k.fp.add(k.operand0)) })),
  ],
  [
    defineUop("_UNBOX", "value -- number: f64", { flags: ["exit"] }),
    uopBody("value -- number: f64", ({ value }, k) => {
      k.exitIf(value.and(1));
      return { number: k.load(boxValue, value) };
    }),
  ],
  [
    defineUop("_MUL_F64", "left: f64, right: f64 -- res: f64"),
    uopBody("left: f64, right: f64 -- res: f64", ({ left, right }) => ({ res: left.mul(right) })),
  ],
  [
    defineUop("_ADD_CONST_F64", "value: f64 -- res: f64", { operand0: "constant" }),
    uopBody("value: f64 -- res: f64", ({ value }, k) => ({ res: value.add(k.operand0F64) })),
  ],
  [
    defineUop("_BOX", "value: f64 -- res"),
    uopBody("value: f64 -- res", ({ value }, k) => ({ res: k.call(newBox, value) })),
  ],
  [
    defineUop("_NOTE", "value -- value", { flags: ["escapes", "syncs"] }),
    uopBody("value -- value", (_, k) => k.call(note, k.load({ ...item, offset: 0 }, k.sp.sub(4)))),
  ],
  [
    defineUop("_CHOOSE", "left, right -- res, left, right", { flags: ["exit"] }),
    uopBody("left, right -- res, left, right", ({ left, right }, k) => {
      k.exitIf(left.eq(right));
      const res = k.choose(
        left.ltS(right),
        () => k.let(right.sub(left)).add(1),
        () => left.xor(right).or(1),
      );
      return { res };
    }),
  ],
  // Starts from zero, which Binaryen knows to be a local's first value anyway.
  [
    defineUop("_MAYBE", "value -- value, res"),
    uopBody("value -- value, res", ({ value }, k) => {
      const res = k.variable("i32", 0);
      k.if(value.gtS(5), () => {
        k.assign(res, k.load(Frame.local, k.fp));
        k.store(Frame.local, k.fp, 3);
      });
      return { res: res.get().or(1) };
    }),
  ],
  [
    defineUop("_BURN", "--", { flags: ["deopt"] }),
    uopBody("--", (_, k) => {
      const fuel = k.load(Vm.fuel, 0);
      k.deoptIf(fuel.eqz());
      k.store(Vm.fuel, 0, fuel.sub(1));
    }),
  ],
  [
    defineUop("_JUMP_IF_ZERO", "value --", { flags: ["arg"], tierOneOnly: true }),
    uopBody("value --", ({ value }, k) => k.jumpIf(value.eq(1), k.oparg)),
  ],
  [
    defineUop("_JUMP_BACK", "--", { flags: ["arg"], tierOneOnly: true }),
    uopBody("--", (_, k) => k.jumpIf(k.i32(1), k.i32(0).sub(k.oparg))),
  ],
  [
    defineUop("_RETURN", "value --", { tierOneOnly: true }),
    uopBody("value --", ({ value }, k) => {
      k.store(Vm.result, 0, value);
      k.leave(k.i32(0));
    }),
  ],
  [
    defineUop("_ENTER", "value --", { flags: ["syncs", "arg"] }),
    uopBody("value --", ({ value }, k) => {
      // The new frame lies above the stack; it remembers where its caller goes on.
      const frame = k.let(k.sp.add(64));
      k.store(Frame.savedSp, k.fp, k.bottom);
      k.store(Frame.savedPc, k.fp, k.nextPc);
      k.store(item, frame, k.fp);
      k.store(Frame.local, frame, value);
      k.switchFrame({ fp: frame, sp: frame.add(stackOffset), pc: k.pc.add(k.opargScaled(2)) });
    }),
  ],
  [
    defineUop("_LEAVE_FRAME", "value -- res", { flags: ["syncs"] }),
    uopBody("value -- res", ({ value }, k) => {
      const caller = k.load(item, k.fp);
      k.switchFrame({ fp: caller, sp: k.load(Frame.savedSp, caller), pc: k.load(Frame.savedPc, caller) });
      return { res: value };
    }),
  ],
  [defineUop("_JUMP_TO_TOP", "--", { flags: ["terminal"] }), uopBody("--", (_, k) => k.jumpToTop())],
  [defineUop("_EXIT_TRACE", "--", { flags: ["terminal", "exit"] }), uopBody("--", (_, k) => k.exitIf(k.i32(1)))],
  // What an exit's stub ends with: leaves to the host with operand0, having saved the stack pointer.
  [
    defineUop("_LEAVE_TRACE", "--", { flags: ["terminal", "syncs"] }),
    uopBody("--", (_, k) => {
      k.store(Frame.savedSp, k.fp, k.sp);
      k.store(Frame.savedPc, k.fp, k.pc);
      k.store(Vm.result, 0, k.fp);
      k.leave(k.operand0);
    }),
  ],
];

export const uops: readonly UopDefinition[] = rows.map(([definition]) => definition);
export const bodies: Readonly<Record<string, UopBody>> = Object.fromEntries(
  rows.map(([definition, body]) => [definition.name, body]),
);

/** The definition by name. */
export function uopNamed(name: string): UopDefinition {
  const definition = uops.find((uop) => uop.name === name);
  if (definition === undefined) throw new Error(`no uop ${name}`);
  return definition;
}

/** Reads a value as the number it stands for. */
export function numberOf(memory: WebAssembly.Memory, value: number): number {
  return (value & 1) === 1 ? value >> 1 : new DataView(memory.buffer).getFloat64(value, true);
}
