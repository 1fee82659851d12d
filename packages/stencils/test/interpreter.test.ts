// The tier-1 interpreter of the tiny dialect: what handlers do, plain and optimized alike.

import { beforeEach, describe, expect, test } from "vitest";
import { BuilderError, buildInterpreterModule, uopBody } from "@tjit/stencils/build";
import { bodies } from "./tiny/dialect.ts";
import { buildTiny, codeAddress, description, Machine } from "./tiny/machine.ts";

const int = (value: number): number => 2 * value + 1;

describe.each(["none", "full"] as const)("optimize: %s", (optimize) => {
  const machine = new Machine(buildTiny(optimize));
  beforeEach(() => machine.reset());

  test("constants, locals and arithmetic", () => {
    const status = machine.run([
      ["SMALL", 20],
      ["STORE", 1],
      ["LOAD", 1],
      ["SMALL", 2],
      ["ADD_INT"],
      ["SMALL", 5],
      ["SUB_INT"],
      ["RETURN"],
    ]);
    expect([status, machine.result]).toEqual([0, int(17)]);
  });

  test("inline cache words feed operands", () => {
    expect(machine.run([["INLINE"], 0x5679, 0x1234, ["RETURN"]])).toBe(0);
    expect(machine.result).toBe(0x12345679);
  });

  test("a failed guard goes on in the generic instruction, with the stack untouched", () => {
    const box = machine.box(1.5);
    expect(machine.run([["ADD_INT"], ["RETURN"]], [int(2), box])).toBe(0);
    expect(machine.notes).toEqual([int(2), box]);
    expect(new DataView(machine.memory.buffer).getFloat64(machine.result, true)).toBe(3.5);
  });

  test("an error leaves the stack as it was before the uop", () => {
    expect(machine.run([["ADD"], ["RETURN"]], [int(7), 0])).toBe(1);
    expect(machine.savedStack).toEqual([int(7), 0]);
    // _COPY _SWAP _ADD_INT _SWAP _POP ran in locals only; the error shows their effect.
    machine.reset();
    expect(machine.run([["MIXED"], ["RETURN"]], [int(7), 0])).toBe(1);
    expect(machine.savedStack).toEqual([int(7), -1 + 0, 0]);
  });

  test("arrays of oparg items", () => {
    expect(machine.run([["SUM", 3], ["ADD_INT"], ["RETURN"]], [int(1), int(2), int(3), int(4)])).toBe(0);
    expect(machine.result).toBe(int(10));
    expect(machine.run([["ROTATE", 3], ["RETURN"]], [int(1), int(2), int(3)])).toBe(0);
    expect(machine.result).toBe(int(1));
    expect(machine.run([["SMALL", 9], ["FLAG", 1], ["POP"], ["RETURN"]])).toBe(0);
    expect(machine.result).toBe(int(9));
    expect(machine.run([["SMALL", 9], ["FLAG", 2], ["RETURN"]])).toBe(0);
    expect(machine.result).toBe(int(9));
  });

  test("syncs: memory is the truth", () => {
    expect(machine.run([["SMALL", 3], ["NOTE"], ["RETURN"]])).toBe(0);
    expect(machine.notes).toEqual([int(3)]);
  });

  test("halves of an oparg, extended arguments", () => {
    machine.run([["SMALL", 4], ["STORE", 2], ["SMALL", 9], ["STORE", 3], ["TWO_LOADS", 0x32], ["SUB_INT"], ["RETURN"]]);
    expect(machine.result).toBe(int(5));
    machine.run([["EXTENDED", 2], ["SMALL", 1], ["RETURN"]]);
    expect(machine.result).toBe(int(513));
  });

  test("a loop", () => {
    // local0 = 10; local1 = 0; while local0: local1 += local0; local0 -= 1
    const status = machine.run([
      ["SMALL", 10],
      ["STORE", 0],
      ["SMALL", 0],
      ["STORE", 1],
      ["LOAD", 0],
      ["JUMP_IF_ZERO", 9],
      ["LOAD", 1],
      ["LOAD", 0],
      ["ADD_INT"],
      ["STORE", 1],
      ["LOAD", 0],
      ["SMALL", 1],
      ["SUB_INT"],
      ["STORE", 0],
      ["JUMP_BACK", 11],
      ["LOAD", 1],
      ["RETURN"],
    ]);
    expect([status, machine.result]).toEqual([0, int(55)]);
  });

  test("frames: entered, left, the result is on the caller's stack", () => {
    const status = machine.run([
      ["SMALL", 1],
      ["SMALL", 30],
      ["ENTER", 3],
      ["ADD_INT"],
      ["RETURN"],
      ["LOAD", 0],
      ["SMALL", 12],
      ["ADD_INT"],
      ["LEAVE_FRAME"],
    ]);
    expect([status, machine.result]).toEqual([0, int(43)]);
  });

  test("the recording half records each instruction and runs it", () => {
    const base = machine.exports["dispatch_base"] as WebAssembly.Global;
    base.value = 256;
    machine.run([["SMALL", 1], ["EXTENDED", 1], ["SMALL", 2], ["ADD_INT"], ["RETURN"]]);
    base.value = 0;
    expect(machine.recorded.map((pc) => (pc - codeAddress) / 2)).toEqual([0, 1, 2, 3, 4]);
    expect(machine.result).toBe(int(1 + 258));
    machine.recorded.length = 0;
  });

  test("an undefined opcode", () => {
    expect(machine.run([["nothing"]])).toBe(99);
  });
});

test("the same description gives the same bytes", () => {
  expect(buildTiny("full")).toEqual(buildTiny("full"));
});

describe("what the builder refuses", () => {
  const refused = (name: string, body: (typeof bodies)[string], message: RegExp) => {
    test(name, () => {
      const build = () =>
        buildInterpreterModule({ ...description, bodies: { ...bodies, _SUB_INT: body } }, { optimize: "none" });
      expect(build).toThrow(BuilderError);
      expect(build).toThrow(message);
    });
  };
  refused("an output that the body does not give", () => undefined, /SUB_INT, _SUB_INT: the body gives no res/);
  refused("a name that is no output", (_, k) => ({ res: k.i32(1), other: k.i32(1) }), /other, which is no output/);
  refused("another value for an input that stays", (_, k) => ({ res: k.i32(1), left: k.i32(1) }), /left is the input/);
  refused("a guard without flag", (_, k) => k.exitIf(k.i32(1)), /not flagged exit/);
  refused("an error without flag", (_, k) => k.errorIf(k.i32(1)), /not flagged error/);
  refused("a value of the wrong type", (_, k) => ({ res: k.f64(1) }), /expected i32, found f64/);
  refused(
    "a value out of its block",
    (_, k) => {
      let inner = k.i32(0);
      k.if(k.i32(1), () => (inner = k.oparg.add(1)));
      return { res: inner };
    },
    /outside the block/,
  );
  refused(
    "a frame switch in a uop that does not sync",
    (_, k) => k.switchFrame({ fp: k.fp, sp: k.pc, pc: k.pc }),
    /not flagged syncs/,
  );
  refused(
    "names that the definition does not have",
    uopBody("first, second -- res, first, second", ({ first }) => ({ res: first })),
    /names first/,
  );
});
