import { expect, test } from "vitest";
import { dump, parse } from "../src/index.ts";
import { loadOracle } from "./oracle.ts";

/** Sources as Latin-1: one character per byte. */
const sources = [
  "x='\xc3\xa9'",
  "x='\xe9'",
  "# coding: latin-1\nx='\xe9'",
  "# -*- coding: ascii -*-\nx='\xe9'",
  "# coding: foo\nx",
  "\xef\xbb\xbfx=1",
  "\xef\xbb\xbf# coding: latin-1\nx",
  "\xef\xbb\xbf# coding: utf-8\nx",
  "# coding: utf-8\nx\ny='\xe9'",
  "a\nb\nx='\xc3'",
  "\n# coding: latin-1\n'\xe9'",
  "x\n# coding: latin-1\n'\xc3\xa9'",
  "# coding: cp1252\n'\x80'",
  "# coding: koi8-r\n'\xc1'",
  "x='\xed\xa0\x80'",
  "# \xe9",
  "\xc3\xa9 = '\xf0\x9f\x98\x80'; b",
];

test.each(sources.map((source) => [JSON.stringify(source), source]))("%s", async (_, source) => {
  const oracle = await loadOracle();
  const bytes = Uint8Array.from(source, (character) => character.charCodeAt(0));
  const answer = oracle.dumpBytes(bytes);
  const result = parse(bytes);
  if ("error" in answer) {
    const { type, message, lineno, offset } = answer.error;
    expect(result.ok ? result : result.error).toMatchObject({ type, message, lineno, offset });
  } else expect(result.ok ? dump(result.ast, { attributes: result.source }) : result).toBe(answer.dump);
});
