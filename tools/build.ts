// Builds the package in the current folder: a bundle per entry point (esbuild), then declarations (tsc).
// Entry points are the "@tjit/source" conditions of its export map. Where there is a src/cli.ts, the package is a program: it is
// bundled with all of its dependencies in it, so that it starts fast and installs alone.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const sourceCondition = "@tjit/source";
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const shared: BuildOptions = {
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  target: "es2024",
  logLevel: "warning",
};

rmSync("dist", { recursive: true, force: true });
await build({ ...shared, entryPoints: entryPoints(manifest), packages: "external" });
if (existsSync("src/cli.ts")) {
  // CommonJS: an ES module's import of one of Node's own modules loads all that is behind it.
  await build({
    ...shared,
    entryPoints: { tjit: "./src/cli.ts" },
    outdir: "dist/command",
    outExtension: { ".js": ".cjs" },
    splitting: false,
    format: "cjs",
    platform: "node",
    conditions: [sourceCondition],
    define: { "import.meta.dirname": "__dirname" },
    minify: true,
  });
}
emitDeclarations();

function entryPoints({ exports }: Manifest): string[] {
  return Object.values(exports).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target[sourceCondition];
    return source === undefined ? [] : [source];
  });
}

function emitDeclarations(): void {
  const compiler = fileURLToPath(new URL("../node_modules/@typescript/native/bin/tsc", import.meta.url));
  const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
