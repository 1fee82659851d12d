import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PieceIndex, writeIndices } from "../build/index-pieces.ts";
import { code } from "../src/generated/code.ts";
import { sources } from "../src/generated/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "tjit-library-"));
beforeAll(async () => {
  await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: ["src/index.ts", "src/code.ts", "src/sources.ts"],
    outdir: folder,
    bundle: true,
    splitting: true,
    external: ["@tjit/extension-modules"],
    format: "esm",
    platform: "neutral",
  });
  writeIndices(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it.each(Object.entries({ code, sources }))(
  "the index of %s finds every piece where it lies in the built module",
  (name, pieces) => {
    const index = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as PieceIndex;
    const bytes = readFileSync(join(folder, index.file));
    const found = Object.entries(index.pieces).map(([path, [start, length]]) => [
      path,
      bytes.toString("latin1", start, start + length),
    ]);
    expect(found).toEqual(Object.entries(pieces));
  },
);
