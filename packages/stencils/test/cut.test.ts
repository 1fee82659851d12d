// The cutter on functions written by hand: what Binaryen may do but seldom does.

import { describe, expect, test } from "vitest";
import { countScratch, cutStencil, type ImportMeaning, type OptimizedFunction } from "../src/build/cut.ts";
import { localsReadBeforeSet } from "../src/build/definite-assignment.ts";
import type { Register, Way } from "../src/build/stencil-names.ts";
import { layOutLocals } from "../src/registers.ts";
import { decodeInstructions, type Instruction } from "../src/wasm/instruction.ts";
import { Opcode, TypeCode } from "../src/wasm/opcodes.ts";

const plain = (opcode: number): Instruction => ({ opcode, immediates: "none" });
const u32 = (opcode: number, value: number): Instruction => ({ opcode, immediates: "u32", value });
const block = (opcode: number, type: number = TypeCode.empty): Instruction => ({ opcode, immediates: "block", type });
const get = (local: number): Instruction => u32(Opcode.localGet, local);
const set = (local: number): Instruction => u32(Opcode.localSet, local);
const tee = (local: number): Instruction => u32(Opcode.localTee, local);
const call = (index: number): Instruction => u32(Opcode.call, index);
const constant = (value: number): Instruction => ({ opcode: Opcode.i32Const, immediates: "i32", value });
const end = plain(Opcode.end);

const r0: Register = { class: "r", number: 0 };
const r1: Register = { class: "r", number: 1 };
const parameters: readonly Register[] = ["fp", r0, r1];

// Function 0: on to the next stencil; 1: the exit; 2: a callee.
const ways: readonly Way[] = [
  { kind: "continue", registers: [r0, r1, "fp"] },
  { kind: "exit", registers: [r1, r0, "fp"] },
];
const meaning: ImportMeaning = {
  way: (index) => ways[index],
  callee: (index) => (index === 2 ? 7 : undefined),
  hole: () => undefined,
  folded: [],
  arityOf: (index) => (index === 2 ? { parameters: 0, results: 1 } : { parameters: 3, results: 0 }),
};
const layout = layOutLocals(2, { i32: 2, f64: 1, i64: 0 });
// Locals of the trace: fp 2, r0 4, r1 5, scratch 8 and 9.
const [fp, first, second, scratch] = [2, 4, 5, 8];

function cut(instructions: readonly Instruction[], isTerminal = false): ReturnType<typeof cutStencil> {
  const locals = [{ count: 2, type: TypeCode.i32 }];
  const fn: OptimizedFunction = { name: "f", parameters, locals, instructions: [...instructions, end], isTerminal };
  return cutStencil(fn, meaning, layout);
}

function codeOf(instructions: readonly Instruction[], isTerminal = false): Instruction[] {
  return decodeInstructions(cut(instructions, isTerminal).bytes);
}

describe("registers on the way out", () => {
  test("values in their place need nothing", () => {
    expect(codeOf([get(1), get(2), get(0), call(0)])).toEqual([]);
  });

  test("values elsewhere are set, the last one first", () => {
    expect(codeOf([get(2), get(1), get(0), call(0)])).toEqual([get(second), get(first), set(second), set(first)]);
  });

  test("a register that is overwritten while it waits on the operand stack is not in its place", () => {
    const code = [get(1), constant(3), tee(1), get(0), call(0)];
    expect(codeOf(code)).toEqual([get(first), constant(3), tee(first), set(second), set(first)]);
  });

  test("a value computed over several instructions is set; the frame may change", () => {
    const code = [get(1), get(2), call(2), call(0)];
    expect(codeOf(code)).toEqual([call(0), set(fp)]);
  });
});

describe("exits", () => {
  const guardOf = (...registers: readonly Instruction[]): Instruction[] => [
    get(1),
    block(Opcode.if),
    ...registers,
    call(1),
    plain(Opcode.unreachable),
    end,
    get(1),
    get(2),
    get(0),
    call(0),
  ];

  test("a guard is one conditional branch, marked as unlikely", () => {
    const { bytes, holes, unlikely } = cut(guardOf(get(2), get(1), get(0)));
    expect(decodeInstructions(bytes)).toEqual([get(first), u32(Opcode.brIf, 0)]);
    expect(holes).toEqual([{ at: 3, kind: "exit", base: 0, scale: 0, mask: -1 }]);
    expect(unlikely).toEqual([2]);
  });

  test("a guard whose registers must be set first stays an if", () => {
    const { bytes, holes } = cut(guardOf(get(1), get(2), get(0)));
    const code = [
      get(first),
      block(Opcode.if),
      get(first),
      get(second),
      set(first),
      set(second),
      u32(Opcode.br, 0),
      end,
    ];
    expect(decodeInstructions(bytes)).toEqual(code);
    // The `if` is one more block around.
    expect(holes).toMatchObject([{ kind: "exit", base: 1 }]);
  });
});

describe("control", () => {
  test("a return becomes a branch behind the stencil", () => {
    const way = [get(1), get(2), get(0), call(0)];
    const code = [get(1), block(Opcode.if), ...way, plain(Opcode.return), end, get(2), set(1), ...way];
    expect(codeOf(code)).toEqual([
      block(Opcode.block),
      get(first),
      block(Opcode.if),
      u32(Opcode.br, 1),
      end,
      get(second),
      set(first),
      end,
    ]);
  });

  test("a terminal stencil that ends in a value returns it", () => {
    expect(codeOf([get(1)], true)).toEqual([get(first), plain(Opcode.return)]);
    expect(codeOf([get(1), plain(Opcode.return)], true)).toEqual([get(first), plain(Opcode.return)]);
  });

  test("a global that is no hole, a call to nobody, an indirect call: refused", () => {
    expect(() => cut([u32(Opcode.globalGet, 0), plain(Opcode.drop)])).toThrow(/no hole/);
    expect(() => cut([call(9)])).toThrow(/call to function 9/);
    expect(() =>
      cut([constant(0), { opcode: Opcode.callIndirect, immediates: "u32-u32", first: 0, second: 0 }]),
    ).toThrow(/0x11 in a stencil/);
  });
});

describe("scratch locals", () => {
  test("one that may be read before it is set starts at zero", () => {
    const code = [get(1), block(Opcode.if), constant(5), set(3), end, get(3), get(2), get(0), call(0)];
    expect(codeOf(code).slice(0, 2)).toEqual([constant(0), set(scratch)]);
  });

  test.each<[string, Instruction[], number[]]>([
    [
      "set on both branches",
      [get(1), block(Opcode.if), constant(1), set(3), plain(Opcode.else), constant(2), set(3), end, get(3)],
      [],
    ],
    [
      "set on one branch, the other leaves",
      [get(1), block(Opcode.if), plain(Opcode.unreachable), plain(Opcode.else), constant(2), set(3), end, get(3)],
      [],
    ],
    [
      "a branch skips the set",
      [block(Opcode.block), get(1), u32(Opcode.brIf, 0), constant(1), set(3), end, get(3)],
      [3],
    ],
    ["set before the loop", [constant(1), set(3), block(Opcode.loop), get(3), u32(Opcode.brIf, 0), end], []],
    ["set at the loop's end only", [block(Opcode.loop), get(3), constant(1), set(3), u32(Opcode.brIf, 0), end], [3]],
    ["after an unconditional branch", [block(Opcode.block), constant(1), set(3), u32(Opcode.br, 0), end, get(3)], []],
    [
      "a table of branches",
      [
        block(Opcode.block),
        get(1),
        { opcode: Opcode.brTable, immediates: "br-table", labels: [0], otherwise: 0 },
        end,
        get(4),
      ],
      [4],
    ],
    ["parameters are set", [get(0), get(1), get(2)], []],
  ])("%s", (_, code, expected) => {
    expect(localsReadBeforeSet([...code, end], 3)).toEqual(expected);
  });

  test("are counted by type", () => {
    const runs = [
      { count: 2, type: TypeCode.i32 },
      { count: 1, type: TypeCode.f64 },
      { count: 1, type: TypeCode.i32 },
    ];
    expect(countScratch(runs)).toEqual({ i32: 3, f64: 1, i64: 0 });
  });
});
