// A sample of CPython's library: every code object must be the one that CPython makes. The whole of it: corpus.ts.

import { disassemble, verifyCode } from "@tjit/bytecode";
import { parse } from "@tjit/parser";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../src/index.ts";
import { compareFiles } from "./corpus.ts";
import { type LibraryFile, readLibrary } from "./library.ts";
import { type Oracle, loadOracle } from "./oracle.ts";

const every = 12;

describe("CPython's library", () => {
  let oracle: Oracle;
  let sample: readonly LibraryFile[] = [];

  beforeAll(async () => {
    oracle = await loadOracle();
    sample = readLibrary(oracle).filter((_, index) => index % every === 0);
  }, 60_000);

  test("compiles to identical code objects", () => {
    const report = compareFiles(oracle, sample);
    expect(report.differences).toEqual([]);
    expect(report.files).toBeGreaterThan(40);
  }, 60_000);

  test("disassembles to the same text, and is verified", () => {
    oracle.run(`
import dis, io, re
def disassembly(source, caches):
    text = io.StringIO()
    dis.dis(compile(source, "<string>", "exec", dont_inherit=True), file=text, show_caches=caches, show_offsets=caches)
    return re.sub(r" at 0x[0-9a-f]+", "", text.getvalue())
`);
    const disassembly = oracle.run("disassembly") as (source: string, caches: boolean) => string;
    // The order of a frozenset in its repr is nobody's promise.
    const comparable = (text: string): string => text.replace(/frozenset\(\{.*?\}\)/g, "frozenset");
    sample.slice(0, 25).forEach(({ name, source }, index) => {
      const parsed = parse(source);
      const result = parsed.ok ? compile(parsed.ast, { source }) : undefined;
      if (result?.ok !== true) throw new Error(`${name} does not compile`);
      const details = index % 4 === 0;
      const text = disassemble(result.code, { showCaches: details, showOffsets: details });
      expect(comparable(text), name).toBe(comparable(disassembly(source, details)));
      expect(verifyCode(result.code), name).toEqual([]);
    });
  }, 60_000);
});
