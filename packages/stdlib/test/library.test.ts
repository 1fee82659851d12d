import { inflateRawSync } from "node:zlib";
import { unmarshalCode } from "@tjit/bytecode";
import { describe, expect, it } from "vitest";
import { isPacked } from "../build/contents.ts";
import { openLibrary } from "../src/index.ts";
import { openLibraryWithSources } from "../src/sources.ts";

const standardLibrary = openLibrary(inflateRawSync);
const standardLibraryWithSources = openLibraryWithSources(inflateRawSync);

describe("the packed library", () => {
  it("holds modules and packages, sorted", () => {
    const { paths } = standardLibrary;
    expect(paths).toContain("abc.py");
    expect(paths).toContain("collections/__init__.py");
    expect(paths).toEqual([...paths].sort());
    expect(paths.length).toBeGreaterThan(400);
  });

  it("leaves out what cannot work", () => {
    expect(isPacked("test/support/__init__.py")).toBe(false);
    expect(isPacked("ctypes/util.py")).toBe(false);
    expect(isPacked("json/decoder.py")).toBe(true);
    expect(standardLibrary.paths.filter((path) => !isPacked(path))).toEqual([]);
  });

  it("has the code of every file, and its source", () => {
    for (const path of ["keyword.py", "json/decoder.py", "unicodedata_is_not_here.py"]) {
      const code = standardLibrary.code(path);
      expect(code === undefined).toBe(!standardLibrary.paths.includes(path));
      if (code === undefined) continue;
      expect(unmarshalCode(code)).toMatchObject({ name: "<module>", filename: path });
      expect(standardLibrary.source(path)).toBeUndefined();
      expect(new TextDecoder().decode(standardLibraryWithSources.source(path))).toContain("\n");
    }
    expect(standardLibrary.code("toString")).toBeUndefined();
  });
});
