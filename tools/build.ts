// Builds the package in the current folder: a bundle per entry point (esbuild), then declarations (tsc).
// Entry points are the "@tjit/source" conditions of its export map. Where there is a src/cli.ts, the package is a program: to start
// fast and to be small when installed, its bundle holds all that it imports and is minified, and its declarations hold those of
// workspace packages that are not among its `dependencies`. Where there is a src/extension-module.ts, each native module is a bundle.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleDeclarations } from "./bundle-declarations.ts";
import { bundleExtensions } from "./bundle-extensions.ts";
import { bundleProgram } from "./bundle-program.ts";

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const sourceCondition = "@tjit/source";
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const external = [manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })];
const isProgram = existsSync("src/cli.ts");
const isExtensions = existsSync("src/extension-module.ts");

rmSync("dist", { recursive: true, force: true });
if (isProgram) {
  mkdirSync("dist");
  await bundleProgram(process.cwd(), "dist");
} else if (isExtensions) {
  mkdirSync("dist");
  await bundleExtensions(process.cwd(), "dist");
} else {
  await build({
    entryPoints: entryPoints(manifest),
    outdir: "dist",
    bundle: true,
    splitting: true,
    external,
    conditions: [sourceCondition],
    format: "esm",
    platform: "neutral",
    target: "es2024",
    logLevel: "warning",
  });
}
emitDeclarations();
if (isProgram || isExtensions) bundleDeclarations("dist", new Set(external));

function entryPoints({ exports }: Manifest): string[] {
  return Object.values(exports).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target[sourceCondition];
    return source === undefined ? [] : [source];
  });
}

function emitDeclarations(): void {
  const compiler = fileURLToPath(new URL("../node_modules/@typescript/native/bin/tsc", import.meta.url));
  const options = ["-p", "tsconfig.build.json", "--declarationMap", "false"];
  const { status } = spawnSync(process.execPath, [compiler, ...options], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
