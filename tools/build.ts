// Builds the package in the current folder: one bundle per entry point (esbuild), then declarations (tsc).
// Entry points are the "@tjit/source" conditions of its export map, and src/cli.ts where there is one.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const sourceCondition = "@tjit/source";
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: entryPoints(manifest),
  outdir: "dist",
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "neutral",
  target: "es2024",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
emitDeclarations();

function entryPoints({ exports }: Manifest): string[] {
  const entries = Object.values(exports).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target[sourceCondition];
    return source === undefined ? [] : [source];
  });
  return existsSync("src/cli.ts") ? [...entries, "./src/cli.ts"] : entries;
}

function emitDeclarations(): void {
  const compiler = fileURLToPath(new URL("../node_modules/@typescript/native/bin/tsc", import.meta.url));
  const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
