// Where opargs and operands come from, uop by uop.

import { defineUop, DialectIndex, type TraceConstant } from "@tjit/ir";
import { describe, expect, it } from "vitest";
import { prepareLanguage, Recorder, type TracedInstruction, type UopTemplate } from "../src/index.ts";
import { index as toy } from "./toy/language.ts";

const index = new DialectIndex({
  ...toy.dialect,
  uops: [
    ...toy.dialect.uops,
    defineUop("_USE", "--", { flags: ["arg"], operand0: "address", operand1: "count" }),
    defineUop("_AT", "--", { operand0: "offset" }),
    defineUop("_TIER_ONE", "--", { tierOneOnly: true, traceForm: "_USE" }),
    defineUop("_REPLICATED", "--", { replicas: { mask: 3, byOparg: { 1: "_USE", 2: "" } } }),
    defineUop("_NEXT_ITEM", "-- item", { flags: ["exit"] }),
  ],
});

const units = [0x4201, 0x1111, 0x2222, 0x3333, 0x4444, 0x0001];

/**
 * Records one instruction of 5 units at 100, then its successor; the uops that its templates became. The instruction is
 * specialized, its generic form is `_NOP`.
 */
function record(
  expansion: readonly UopTemplate[],
  oparg = 0x42,
  saved?: TraceConstant,
  outcomeOfGuard: "hit" | "miss" = "hit",
): readonly string[] {
  const straight = { kind: "straight" } as const;
  const one: TracedInstruction = { name: "ONE", opcode: 1, generic: 2, role: straight, expansion, savesPc: false };
  const generic = { ...one, name: "GENERIC", opcode: 2, expansion: [{ uop: "_NOP" }] };
  const language = prepareLanguage({
    index,
    startExecutor: "_START_EXECUTOR",
    unitSize: 2,
    codeDependency: "code",
    codeType: "code",
    instructions: [one, generic],
  });
  const recorder = new Recorder({
    language,
    frontend: {
      decode: () => ({ opcode: 1, length: 5, jumpTarget: undefined, isExecutorEntry: false }),
      readUnit: (address) => units[(address - 100) / 2] ?? 0,
      executorStartsAt: () => false,
      frame: () => ({
        code: 7,
        name: "f",
        codeStart: 80,
        codeVersion: 9,
        localCount: 0,
        frameSize: 0,
        isTraceable: true,
      }),
      stackDepth: () => 3,
      hasten: () => {},
      missed: () => outcomeOfGuard === "miss",
      save: () => saved,
      recorded: (constant) => constant,
    },
  });
  recorder.start({ kind: "entry", entry: 98 }, 100, 0, 0);
  recorder.record(100, 0, 0, oparg);
  recorder.record(110, 0, 0, 0);
  // Anything that cannot follow ends the recording.
  const outcome = recorder.record(0, 0, 0, 0);
  if (outcome.kind !== "stop") throw new Error(outcome.kind);
  const { trace } = outcome.recording;
  return trace.uops
    .slice(2, -1)
    .map((uop) => `${index.definition(uop.op).name} ${uop.oparg} ${uop.operand0} ${uop.operand1}`);
}

describe("operands", () => {
  it.each<readonly [string, Partial<UopTemplate>, string]>([
    ["nothing", {}, "_USE 66 0 0"],
    ["the argument", { oparg: "same" }, "_USE 66 0 0"],
    ["its nibbles: top", { oparg: "top" }, "_USE 4 0 0"],
    ["its nibbles: bottom", { oparg: "bottom" }, "_USE 2 0 0"],
    ["size in bytes", { oparg: "size" }, "_USE 10 0 0"],
    ["a number", { oparg: 3 }, "_USE 3 0 0"],
    ["a cache entry", { operand0: { offset: 0, size: 1 } }, `_USE 66 ${0x1111} 0`],
    ["two cache entries", { operand1: { offset: 1, size: 2 } }, `_USE 66 0 ${0x33332222}`],
    ["four cache entries", { operand0: { offset: 0, size: 4 } }, `_USE 66 ${2 ** 48 * 0x4444 + 0x333322221111} 0`],
    ["the argument as operand", { operand0: { from: "oparg" } }, "_USE 66 66 0"],
    ["a number as operand", { operand0: { from: "number", value: 5 } }, "_USE 66 5 0"],
    ["length in units", { operand1: { from: "length" } }, "_USE 66 0 5"],
    ["its place", { operand0: { from: "pc" } }, "_USE 66 100 0"],
    ["its place as offset", { uop: "_AT", operand0: { from: "pc" } }, "_AT 66 10 0"],
    ["where execution goes on", { operand0: { from: "next-pc" }, operand1: { from: "next-depth" } }, "_USE 66 110 3"],
    ["the same as offset", { uop: "_AT", operand0: { from: "next-pc" } }, "_AT 66 15 0"],
    ["the frame", { operand0: { from: "next-frame" } }, "_USE 66 0 0"],
    ["the code", { operand0: { from: "next-code" }, operand1: { from: "next-code-version" } }, "_USE 66 0 9"],
    ["a trace form", { uop: "_TIER_ONE" }, "_USE 66 0 0"],
    ["a replica", { uop: "_REPLICATED", oparg: 5 }, "_USE 5 0 0"],
    ["no replica", { uop: "_REPLICATED", oparg: 4 }, "_REPLICATED 4 0 0"],
  ])("%s", (_, template, expected) => {
    const first = record([{ uop: "_USE", ...template }])[0];
    expect(first).toBe(expected);
  });

  it("leaves out what a replica says is nothing, and recorders without a value", () => {
    expect(record([{ uop: "_REPLICATED", oparg: 2 }, { uop: "_AT" }])[0]).toBe("_AT 66 0 0");
    expect(record([{ uop: "_RECORD_CODE" }, { uop: "_AT" }])[0]).toBe("_AT 66 0 0");
  });

  it("records what was saved as a constant", () => {
    const saved: TraceConstant = { type: "number", value: 4, reference: 0, isImmortal: true };
    expect(record([{ uop: "_RECORD_CODE" }], 0x42, saved)[0]).toBe("_RECORD_CODE 66 0 0");
  });
});

it("an instruction whose specialized form missed is translated in its generic form", () => {
  expect(record([{ uop: "_USE" }], 0x42, undefined, "hit")[0]).toBe("_USE 66 0 0");
  expect(record([{ uop: "_USE" }], 0x42, undefined, "miss")[0]).toBe("_NOP 66 0 0");
});

describe("prepareLanguage refuses", () => {
  const make = (...instructions: readonly TracedInstruction[]): (() => unknown) => {
    return () =>
      prepareLanguage({
        index,
        startExecutor: "_START_EXECUTOR",
        unitSize: 2,
        codeDependency: "code",
        codeType: "code",
        instructions,
      });
  };
  const row = { name: "ONE", opcode: 1, generic: 1, role: { kind: "straight" } } as const;
  it.each([
    ["an unknown uop", make({ ...row, expansion: [{ uop: "_NONE" }] }), /no uop _NONE/],
    ["an opcode twice", make(row, row), /used twice/],
    ["a branch with an expansion", make({ ...row, role: { kind: "branch" }, expansion: [] }), /is a branch/],
  ])("%s", (_, prepare, message) => {
    expect(prepare).toThrow(message);
  });
});
