// The builder language against JavaScript: random expressions, plain and optimized, and every control construct.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryExpression, decodeExpression } from "@tjit/stencils/testing";
import { BuilderError, buildInterpreterModule, type Callable, type Field, kernelFunction } from "@tjit/stencils/build";
import { description } from "./tiny/machine.ts";

type Exports = Readonly<Record<string, (...args: number[]) => number>>;

function compile(
  kernel: readonly Callable[],
  optimize: "full" | "none",
): { readonly exports: Exports; readonly memory: WebAssembly.Memory } {
  const { bytes } = buildInterpreterModule({ ...description, bodies: {}, instructions: [], kernel }, { optimize });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 600 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    vm: { memory, table },
    runtime: { trace_record: () => undefined },
  });
  return { exports: instance.exports as unknown as Exports, memory };
}

describe.each([
  ["none", 300],
  ["full", 30],
] as const)("optimize: %s", (optimize, numRuns) => {
  test("expressions have JavaScript's value", () => {
    fc.assert(
      fc.property(arbitraryExpression(), fc.integer(), fc.integer(), (records, first, second) => {
        const { expected, build } = decodeExpression(records, [first, second]);
        const main = kernelFunction("main", ["i32", "i32"], "i32", (args, k) => k.return(build(k, args)));
        expect(compile([main], optimize).exports["main"]?.(first, second)).toBe(expected);
      }),
      { numRuns },
    );
  });

  test("loops, variables and branches", () => {
    const gcd = kernelFunction("gcd", ["i32", "i32"], "i32", ([left, right], k) => {
      const a = k.variable("i32", left);
      const b = k.variable("i32", right);
      k.loop(({ again, leave }) => {
        k.if(b.get().eqz(), leave);
        const rest = a.get().remS(b.get());
        k.assign(a, b.get());
        k.assign(b, rest);
        again();
      });
      k.return(a.get());
    });
    const twice = kernelFunction("twice", ["i32"], "i32", ([value], k) => {
      const doubled = k.choose(
        value.gtS(10),
        () => k.call(gcd, value, k.i32(12)),
        () => value.mul(2),
      );
      k.return(k.select(doubled.eq(4), k.i32(-1), doubled));
    });
    const { exports } = compile([twice], optimize);
    expect([exports["gcd"]?.(48, 36), exports["twice"]?.(18), exports["twice"]?.(3), exports["twice"]?.(2)]).toEqual([
      12, 6, 6, -1,
    ]);
  });

  test("loads see earlier stores, not later ones", () => {
    const word: Field<"i32"> = { name: "word", offset: 4, type: "i32", width: "i32" };
    const main = kernelFunction("main", ["i32"], "i32", ([at], k) => {
      const before = k.load(word, at);
      k.store(word, at, before.add(5));
      const after = k.load(word, at);
      k.store(word, at, 0);
      k.return(before.mul(100).add(after));
    });
    const { exports, memory } = compile([main], optimize);
    new DataView(memory.buffer).setInt32(104, 7, true);
    expect(exports["main"]?.(100)).toBe(712);
  });

  test("a variable read before a change keeps its value", () => {
    const main = kernelFunction("main", ["i32"], "i32", ([value], k) => {
      const counter = k.variable("i32", value);
      const before = counter.get();
      k.assign(counter, before.add(1));
      k.return(before.mul(10).add(counter.get()));
    });
    expect(compile([main], optimize).exports["main"]?.(3)).toBe(34);
  });

  test("every width of field", () => {
    const field = <W extends Field["width"]>(width: W): Field<"i32"> => ({
      name: width,
      offset: 0,
      type: "i32",
      width,
    });
    const main = kernelFunction("main", ["i32"], "i32", ([value], k) => {
      k.store(field("u8"), 200, value);
      k.store(field("u16"), 204, value);
      k.store({ name: "wide", offset: 8, type: "i64", width: "i64" }, 200, value.toI64S());
      k.store({ name: "real", offset: 16, type: "f64", width: "f64" }, 200, value.toF64S().div(2));
      const real = k.load({ name: "real", offset: 16, type: "f64", width: "f64" }, k.i32(200));
      const sum = k
        .load(field("i8"), 200)
        .add(k.load(field("u8"), 200))
        .add(k.load(field("i16"), 204))
        .add(k.load(field("u16"), 204));
      k.copyMemory(k.i32(300), k.i32(204), 2);
      k.fillMemory(k.i32(302), 1, 2);
      k.return(sum.add(real.truncToI32()).add(k.load(field("i32"), 300)));
    });
    expect(compile([main], optimize).exports["main"]?.(-3)).toBe(-3 + 253 - 3 + 65533 - 1 + (0x0101_0000 | 0xfffd));
  });
});

describe("what is refused", () => {
  test("a value outside its block, a branch to a foreign loop, a call with too few arguments", () => {
    const escaping = kernelFunction("main", ["i32"], "i32", ([value], k) => {
      let inner = value;
      k.loop(() => (inner = value.add(1)));
      k.return(inner);
    });
    expect(() => compile([escaping], "none")).toThrow(
      /main: main: a value is used outside|main: a value is used outside/,
    );
    const jumping = kernelFunction("main", [], "void", (_, k) => {
      let leave = (): void => undefined;
      k.loop((control) => (leave = control.leave));
      leave();
    });
    expect(() => compile([jumping], "none")).toThrow(BuilderError);
    const wrongResult = kernelFunction("main", [], "i32", (_, k) => k.return());
    expect(() => compile([wrongResult], "none")).toThrow(/returns i32/);
  });
});
