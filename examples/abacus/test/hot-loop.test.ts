// The life of a hot loop, stage by stage.

import { describe, expect, test } from "vitest";
import { checkRewrite } from "@tjit/specializer/testing";
import { assemble, eagerTuning } from "../src/index.ts";
import { definitions, enterTraceOpcode, instructionNamed } from "../src/instructions.ts";
import { unitSize } from "../src/layout.ts";
import { compiled, observe, uopNames, watch } from "./harness.ts";
import { accumulate, converge } from "./programs.ts";

describe("x = x * 0.5 + 1.5, a thousand times", () => {
  const watched = watch(converge);
  const { machine, events } = watched;
  const { outcome } = observe(watched);
  const [trace] = compiled(events);
  if (trace === undefined) throw new Error("nothing was compiled");

  test("gives the right result", () => {
    expect(outcome).toEqual({ kind: "halted", value: { type: "float", value: 3 } });
  });

  test("instructions are specialized in place, with a rule's answer", () => {
    const specialized = events.filter((event) => event.kind === "specialized");
    expect(specialized.map(({ family, to }) => [family, to])).toEqual([
      ["LESS", instructionNamed("LESS_INT").opcode],
      ["MUL", instructionNamed("MUL_FLOAT").opcode],
      ["ADD", instructionNamed("ADD_FLOAT").opcode],
      ["ADD", instructionNamed("ADD_INT").opcode],
    ]);
    for (const { address, to } of specialized) expect(machine.heap.loadUnit(address) & 0xff).toBe(to);
  });

  test("the recorder sees one round, instruction by instruction, in its specialized form", () => {
    const recorded = events.filter((event) => event.kind === "record").map(({ instruction }) => instruction);
    expect(recorded).toEqual(
      `LOAD CONSTANT LESS_INT UNLESS LOAD CONSTANT MUL_FLOAT CONSTANT ADD_FLOAT STORE LOAD PUSH ADD_INT STORE REPEAT`.split(
        " ",
      ),
    );
    expect(events.find((event) => event.kind === "stop")?.reason).toBe("loop-closed");
    expect(uopNames(trace.recorded).slice(0, 6)).toEqual([
      "_START",
      "_CHECK_VALID",
      "_LOAD",
      "_PUSH_CONSTANT",
      "_GUARD_TOP_INT",
      "_GUARD_NEXT_INT",
    ]);
  });

  test("the passes remove guards, counts and an allocation, and say why", () => {
    expect(uopNames(trace.optimized)).toEqual(
      [
        "_START",
        "_BORROW _BORROW_CONSTANT _GUARD_NEXT_INT _LESS_INT _POP_NOP _POP_NOP _GUARD_YES",
        "_BORROW _BORROW_CONSTANT _GUARD_NEXT_FLOAT _MUL_FLOAT _POP_NOP _POP_NOP",
        "_BORROW_CONSTANT _ADD_FLOAT_INPLACE _POP_NOP _POP_NOP _SWAP_LOCAL _POP_FLOAT",
        "_BORROW _PUSH_INT _ADD_INT _POP_NOP _POP_NOP _SWAP_LOCAL _POP_NOP",
        "_BURN_OR_LEAVE _JUMP_TO_TOP",
      ]
        .join(" ")
        .split(" "),
    );
    const rules = new Set(trace.remarks.map(({ pass, rule }) => `${pass}: ${rule}`));
    expect([...rules].sort()).toEqual([
      "cleanup: checked-validity",
      "constant-propagation: constant-guard",
      "constant-propagation: resolve",
      "refcount-elimination: borrow",
      "refcount-elimination: drop-immortal",
      "refcount-elimination: release-by-type",
      "refcount-elimination: update-in-place",
      "type-inference: known-guard",
    ]);
    expect(trace.optimized.exits.length).toBeLessThan(trace.recorded.exits.length / 2);
  });

  test("the allocator keeps the stack in registers", () => {
    const { allocation } = trace;
    const widest = Math.max(...allocation.steps.map((step) => (step.kind === "uop" ? step.variant.outputs : 0)));
    expect([allocation.registers, widest]).toEqual([3, 3]);
    // Nothing is spilled or reloaded: no transfer between uops.
    expect(allocation.steps.filter(({ kind }) => kind === "transfer")).toEqual([]);
  });

  test("the module is valid and small, and the loop enters it", () => {
    expect(WebAssembly.validate(trace.bytes)).toBe(true);
    expect(trace.bytes.length).toBeLessThan(1000);
    const [executor] = machine.jit.executors.executors;
    expect(executor?.entries).toHaveLength(1);
    const entry = executor?.entries[0];
    expect(machine.heap.loadUnit(entry?.pc ?? 0) & 0xff).toBe(enterTraceOpcode);
    expect((entry?.saved ?? 0) & 0xff).toBe(instructionNamed("REPEAT").opcode);
    expect(machine.table.get(executor?.artifact.slot ?? 0)).toBeTypeOf("function");
  });
});

test("specializing changes opcodes to others of their family, and caches; nothing else", () => {
  const watched = watch(converge, { tuning: { ...eagerTuning, trace: "off" } });
  const { heap, program } = watched.machine;
  const length = assemble(converge).units.length;
  const units = (): Uint16Array =>
    Uint16Array.from({ length }, (_, unit) => heap.loadUnit(program.codeStart + unitSize * unit));
  const before = units();
  observe(watched);
  expect(units()).not.toEqual(before);
  expect(checkRewrite(before, units(), definitions)).toEqual([]);
});

test("total = total + step is written over the local's own float", () => {
  const watched = watch(accumulate);
  expect(observe(watched).outcome).toEqual({ kind: "halted", value: { type: "float", value: 50 } });
  const [trace] = compiled(watched.events);
  if (trace === undefined) throw new Error("nothing was compiled");
  const names = uopNames(trace.optimized);
  expect(names).toContain("_ADD_FLOAT_INPLACE_LOCAL");
  expect(names).not.toContain("_POP");
  expect(names).not.toContain("_LOAD");
});
