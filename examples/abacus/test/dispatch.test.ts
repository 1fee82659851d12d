// Dual dispatch: one function table, two halves of 256 entries. While recording, every dispatch goes through the second half.

import binaryen from "binaryen";
import { describe, expect, test } from "vitest";
import { enterTraceOpcode, instructions } from "../src/instructions.ts";
import { code, watch } from "./harness.ts";
import { converge } from "./programs.ts";

const { machine } = watch(converge);
const { table } = machine;

describe("the table", () => {
  const base = Array.from({ length: 256 }, (_, opcode): unknown => table.get(opcode));
  const recording = Array.from({ length: 256 }, (_, opcode): unknown => table.get(256 + opcode));
  const [record] = recording;

  test("every entry of the recording half is the one recording function", () => {
    expect(record).toBeTypeOf("function");
    expect(new Set(recording)).toEqual(new Set([record]));
  });

  test("no entry of the base half is", () => {
    expect(base).not.toContain(record);
    const handled = [...instructions.map(({ opcode }) => opcode), enterTraceOpcode];
    const handlers = handled.map((opcode) => base[opcode]);
    expect(new Set(handlers).size).toBe(handled.length);
    expect(new Set(base).size).toBe(handled.length + 1);
  });
});

describe("the module", () => {
  const module = binaryen.readBinary(code.interpreter);
  const text = module.emitText();
  const imported = /\(import "runtime" "trace_record" \(func (\$[^ ]+)/.exec(text)?.[1] ?? "";
  const functions = text.split(/\n(?= \(func )/).filter((part) => part.startsWith(" (func "));
  const nameOf = (part: string): string => /^ \(func (\$[^ ]+)/.exec(part)?.[1] ?? "";
  const callers = functions.filter((part) => part.includes(`call ${imported}\n`) || part.includes(`call ${imported} `));

  test("one function calls the recorder, and it is what the recording half is full of", () => {
    expect(imported).not.toBe("");
    expect(callers).toHaveLength(1);
    const [caller = ""] = callers;
    const segments = text.split("\n").filter((line) => line.startsWith(" (elem "));
    const half = segments.find((line) => line.includes("(i32.const 256)"));
    const entries = half?.match(/\$\S+(?=[ )])/g)?.filter((name) => name.endsWith(nameOf(caller).slice(1)));
    expect(entries).toHaveLength(256);
    const others = segments.filter((line) => line !== half);
    for (const line of others) expect(line.split(/[ )]/)).not.toContain(nameOf(caller));
  });

  test("it ends in a tail call of its own: interpreting costs nothing for being recordable", () => {
    expect(callers[0]).toContain("return_call_indirect");
    module.dispose();
  });
});
