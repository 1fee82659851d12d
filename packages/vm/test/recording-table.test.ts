// Recording costs what does not record nothing: the second half of the function table is one function, the only one that calls
// `trace_record`, and nothing but that half leads to it. Seen in the live table, and in the interpreter's bytes.

import binaryen from "binaryen";
import { interpreterBytes } from "@tjit/interpreter";
import { decodeBase64 } from "@tjit/stencils";
import { expect, test } from "vitest";
import { WasmEngine, createMemory, largestMemoryLimit } from "../src/engine.ts";

const recordingHalf = 256;
const halfEnd = 512;
const bytes = decodeBase64(interpreterBytes);

/** An engine whose runtime does nothing. */
function idleEngine(): WasmEngine {
  const functions = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(
    ({ module, kind }) => module === "runtime" && kind === "function",
  );
  return new WasmEngine(createMemory(largestMemoryLimit), Object.fromEntries(functions.map(({ name }) => [name, () => 0])));
}

test("every entry of the recording half is the one recording instruction", () => {
  const table = idleEngine().imports.vm["table"];
  if (!(table instanceof WebAssembly.Table)) throw new Error("the engine shares no table");
  const slot = (index: number): unknown => table.get(index);
  const recording = slot(recordingHalf);
  expect(recording).toBeInstanceOf(Function);
  for (let index = recordingHalf; index < halfEnd; index++) expect(slot(index)).toBe(recording);
  const handlers = new Set<unknown>();
  for (let index = 0; index < recordingHalf; index++) handlers.add(slot(index));
  expect(handlers.has(recording)).toBe(false);
  // Opcodes that mean nothing share a handler; all others have their own.
  expect(handlers.size).toBeGreaterThan(150);
});

test("the dispatch base starts at the half that does not record", () => {
  expect(idleEngine().dispatchBase.value).toBe(0);
});

test("nothing else calls trace_record, and nothing else leads there", { timeout: 30_000 }, () => {
  const module = binaryen.readBinary(bytes);
  const text = module.emitText();
  module.dispose();
  const imported = /\(import "runtime" "trace_record" \(func (?<name>\S+)/.exec(text)?.groups?.["name"];
  if (imported === undefined) throw new Error("trace_record is not imported");
  const functions = text.split(/^ (?=\(func )/m).slice(1);
  const mentions = (name: string): readonly string[] =>
    functions.filter((body) => words(body).slice(1).includes(name)).map((body) => words(body)[0] ?? "");

  const elements = [...text.matchAll(/\(elem (?:\S+ )?\(i32[.]const (?<offset>\d+)\) (?<names>[^)]*)\)/g)];
  const slots: string[] = [];
  for (const { groups } of elements) {
    (groups?.["names"] ?? "").trim().split(/\s+/).filter((name) => name.startsWith("$")).forEach((name, position) => {
      slots[Number(groups?.["offset"]) + position] = name;
    });
  }
  const recording = slots[recordingHalf];
  if (recording === undefined) throw new Error("the recording half is empty");
  expect(new Set(slots.slice(recordingHalf, halfEnd))).toEqual(new Set([recording]));
  expect(slots.slice(0, recordingHalf)).not.toContain(recording);
  expect(slots.slice(halfEnd)).not.toContain(recording);
  expect(mentions(imported)).toEqual([recording]);
  expect(mentions(recording)).toEqual([]);
  expect(text).not.toContain(`(export "trace_record"`);
});

/** Names in a function's text, its own first. */
function words(body: string): readonly string[] {
  return body.match(/\$[^\s()]+/g) ?? [];
}
