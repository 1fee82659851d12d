// Checks of the workspace itself that no other tool makes. Prints every problem, fails if there is one.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import process from "node:process";

/** Packages that are given their language as data and must not know it. */
const genericPackages: readonly string[] = [
  "ir",
  "type-inference",
  "constant-propagation",
  "refcount-elimination",
  "optimizer",
  "regalloc",
  "stencils",
  "specializer",
  "tracer",
];

const problems = [
  ...genericPackagesNamingPython(),
  ...binariesMissingFromLockfile(),
  ...wrongCompiler(),
  ...unusedRuntimeFunctions(),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function genericPackagesNamingPython(): string[] {
  return genericPackages
    .flatMap((name) => globSync(`packages/${name}/src/**/*.ts`))
    .sort()
    .filter((file) => /python/i.test(withoutComments(readFileSync(file, "utf8"))))
    .map((file) => `${file}: names Python, but the package is generic`);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

/** npm writes a lockfile without the binaries of other platforms when a registry lacks them; `npm ci` then fails there. */
function binariesMissingFromLockfile(): string[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
  };
  const installed = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/"))));
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !installed.has(`node_modules/${name}`))
      .map((name) => `package-lock.json: ${path === "" ? "the root" : path} wants ${name}, which has no entry`),
  );
}

/** Two packages claim the `tsc` command: version 7 checks and emits, version 6 serves tools that need its API. */
function wrongCompiler(): string[] {
  const version = spawnSync("node_modules/.bin/tsc", ["--version"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return version.stdout.startsWith("Version 7.") ? [] : [`tsc is ${version.stdout.trim()}, expected version 7`];
}

/** Every VM has the functions that `@tjit/runtime/api` lists, so each must serve a native module. */
function unusedRuntimeFunctions(): string[] {
  const sources = globSync("packages/extension-modules/{src,test}/**/*.ts").map((file) => readFileSync(file, "utf8"));
  const imports = sources.flatMap((text) => [
    ...text.matchAll(/^import (?:type )?\{([^}]*)\} from "@tjit\/runtime\/api";/gm),
  ]);
  const used = new Set(imports.flatMap(([, names = ""]) => namesIn(names)));
  const api = readFileSync("packages/runtime/src/api.ts", "utf8");
  return [...api.matchAll(/^export (?:type )?\{([^}]*)\} from/gm)]
    .flatMap(([, names = ""]) => namesIn(names))
    .filter((name) => !used.has(name))
    .map((name) => `packages/runtime/src/api.ts: no native module uses ${name}`);
}

function namesIn(list: string): string[] {
  return list
    .split(",")
    .map(
      (it) =>
        it
          .trim()
          .replace(/^type /, "")
          .split(" as ")[0] ?? "",
    )
    .filter((it) => it !== "");
}
