// What the allocator does to short traces, and each reason to give up.

import { noExit, parseTrace, type ExitId, type Trace } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import {
  abortReasons,
  allocateRegisters,
  VariantTable,
  type AbortReason,
  type AllocationOptions,
} from "../src/index.ts";
import { stackDialect, variantsFor, variantTable } from "../src/testing.ts";

const index = stackDialect();

/** A trace of these uops in one frame. A word `name:n` has oparg n; `name!` leaves as control flow. */
function traceOf(text: string, entryDepth = 0, loopHead = 0): Trace {
  const exits: string[] = [];
  const lines = text.split(" ").map((word) => {
    const [name = "", oparg] = word.replace("!", "").split(":");
    const { flags } = index.definition(index.id(name));
    const exit = (kind: string): string => {
      exits.push(`exit ${exits.length} ${kind} frame 0 target 1${word.endsWith("!") ? " control-flow" : ""}`);
      return `${exits.length - 1}`;
    };
    let line = `    0  ${name}`;
    if (oparg !== undefined) line += ` oparg=${oparg}`;
    if (flags.has("exit") || flags.has("deopt")) line += ` exit=${exit(flags.has("exit") ? "side" : "deopt")}`;
    if (flags.has("error")) line += ` error=${exit("error")}`;
    return `${line} @0:1`;
  });
  lines.splice(loopHead, 0, "loop:");
  const frame = 'frame 0 "f" parent - code 0 start 0 locals 4 size 0';
  const constant = "constant 0 thing - reference 8";
  const head = `trace "case" dialect stack entry ${entryDepth}\n${frame}\n${constant}\n`;
  return parseTrace(`${head}${exits.join("\n")}\n\n${lines.join("\n")}\n`, index);
}

/** The steps in short: `_ADD.23`, `>1` for a transfer to 1, `/1+2` for an exit with 1 cached and 2 in memory. */
function show(text: string, registers: number, options: AllocationOptions = {}, entryDepth = 0): string {
  const trace = traceOf(text, entryDepth);
  const result = allocateRegisters({ trace, index, variants: variantTable(index, registers) }, options);
  if (result.kind === "abort") return `${result.reason} at ${result.at}`;
  return result.steps
    .map((step) => {
      if (step.kind === "transfer") return `>${step.to}`;
      const { name } = index.definition(trace.uops[step.at]?.op ?? index.structural.nop);
      const exit = step.exit === undefined ? "" : `/${step.exit.cached}+${step.exit.memory}`;
      return `${name}.${step.variant.inputs}${step.variant.outputs}${exit}`;
    })
    .join(" ");
}

describe("cases", () => {
  it("caches what is pushed and leaves results in registers", () => {
    expect(show("_LOAD_LOCAL:0 _LOAD_LOCAL:1 _ADD _POP_TOP_NOP _POP_TOP_NOP _EXIT_TRACE", 3)).toBe(
      "_LOAD_LOCAL.01 _LOAD_LOCAL.12 _ADD.23 _POP_TOP_NOP.32 _POP_TOP_NOP.21 _EXIT_TRACE.11/1+0",
    );
  });

  it("spills below a call", () => {
    expect(show("_LOAD_LOCAL:0 _LOAD_LOCAL:1 _POP_TOP _EXIT_TRACE", 3)).toBe(
      "_LOAD_LOCAL.01 _LOAD_LOCAL.12 >1 _POP_TOP.10 _EXIT_TRACE.00/0+1",
    );
  });

  it("spills the deepest value when registers run out", () => {
    expect(show("_LOAD_LOCAL:0 _LOAD_LOCAL:1 _LOAD_LOCAL:2 _EXIT_TRACE", 2)).toBe(
      "_LOAD_LOCAL.01 _LOAD_LOCAL.12 >1 _LOAD_LOCAL.12 _EXIT_TRACE.22/2+1",
    );
  });

  it("a test that is control flow leaves behind its effect", () => {
    expect(show("_LOAD_LOCAL:0 _LOAD_LOCAL:1 _GUARD_POP! _GUARD_POP _EXIT_TRACE", 3)).toBe(
      "_LOAD_LOCAL.01 _LOAD_LOCAL.12 _GUARD_POP.21/1+0 _GUARD_POP.10/1+0 _EXIT_TRACE.00/0+0",
    );
  });

  it("jumps with nothing cached, or with what the option says", () => {
    const body = "_LOAD_LOCAL:0 _GUARD_TOP _POP_TOP_NOP _JUMP_TO_TOP";
    expect(show(body, 3, {}, 1)).toBe("_LOAD_LOCAL.01 _GUARD_TOP.11/1+1 _POP_TOP_NOP.10 _JUMP_TO_TOP.00");
    expect(show(body, 3, { loopDepth: 1 }, 1)).toBe(
      ">1 _LOAD_LOCAL.12 _GUARD_TOP.22/2+0 _POP_TOP_NOP.21 _JUMP_TO_TOP.11",
    );
  });

  it("reloads an unboxed number before its use", () => {
    expect(show("_LOAD_f64:0 _LOAD_LOCAL:1 _POP_TOP _TEST_f64 _BOX_f64 _EXIT_TRACE", 2)).toBe(
      "_LOAD_f64.01 _LOAD_LOCAL.12 >1 _POP_TOP.10 >1 _TEST_f64.11/1+0 _BOX_f64.11 _EXIT_TRACE.11/1+0",
    );
  });

  it("optimal looks ahead", () => {
    const body = "_GUARD_TOP _POP_TOP_NOP _GUARD_TOP _POP_TOP_NOP _EXIT_TRACE";
    expect(show(body, 2, { choice: "greedy" }, 2)).toBe(
      "_GUARD_TOP.01/0+2 _POP_TOP_NOP.10 _GUARD_TOP.01/0+1 _POP_TOP_NOP.10 _EXIT_TRACE.00/0+0",
    );
    const poor = new VariantTable(index, {
      registers: 3,
      variantsOf: (uop) => {
        const all = variantsFor(index.definition(uop), 3);
        return uop === index.id("_GUARD_NEXT") ? all.filter(({ inputs }) => inputs === 3) : all;
      },
    });
    const trace = traceOf("_LOAD_LOCAL:0 _POP_TOP_NOP _LOAD_LOCAL:0 _GUARD_NEXT _EXIT_TRACE", 3);
    const costs = (["greedy", "optimal"] as const).map((choice) => {
      const result = allocateRegisters({ trace, index, variants: poor }, { choice });
      return result.kind === "abort" ? NaN : result.cost;
    });
    expect(costs[1]).toBeLessThan(costs[0] ?? NaN);
  });
});

describe("reasons to give up", () => {
  const scenarios: Readonly<Record<AbortReason, () => string>> = {
    "broken-trace": () => show("_POP_TOP_NOP _EXIT_TRACE", 3),
    "no-variant": () => {
      const variants = new VariantTable(index, { registers: 2, variantsOf: () => [] });
      const result = allocateRegisters({ trace: traceOf("_NOP _EXIT_TRACE"), index, variants });
      return result.kind === "abort" ? result.reason : result.kind;
    },
    "loop-depth": () => show("_NOP _JUMP_TO_TOP", 3, { loopDepth: 1 }),
    "exit-shuffles": () => {
      // _SHUFFLE cannot leave; say that it does, as control flow.
      const trace = traceOf("_LOAD_LOCAL:0 _LOAD_LOCAL:0 _LOAD_LOCAL:0 _SHUFFLE _GUARD_TOP! _EXIT_TRACE");
      const uops = trace.uops.map((uop) => (uop.op === index.id("_SHUFFLE") ? { ...uop, exit: 0 as ExitId } : uop));
      const result = allocateRegisters({ trace: { ...trace, uops }, index, variants: variantTable(index, 3) });
      return result.kind === "abort" ? result.reason : result.kind;
    },
  };
  it.each(Object.keys(abortReasons) as AbortReason[])("%s", (reason) => {
    expect(scenarios[reason]()).toContain(reason);
  });

  it("tables that cannot be", () => {
    const make = (registers: number, inputs: number, outputs: number): (() => unknown) => {
      const only = index.id("_NOP");
      return () =>
        new VariantTable(index, {
          registers,
          variantsOf: (uop) => (uop === only ? [{ inputs, outputs }] : []),
        }).variantsOf(only);
    };
    expect(make(3, 1, 1)).not.toThrow();
    expect(make(0, 0, 0)).toThrow(/0 registers/);
    expect(make(3, 4, 3)).toThrow(/r43/);
    expect(make(3, 1, 2)).toThrow(/r12/);
    expect(noExit).toBe(-1);
  });
});
