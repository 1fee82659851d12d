// Bundles a package that is a program: its library, its command, and the parts that the command loads when it needs them.
//
// The command's modules are run as scripts (bin/tjit.js says why), the library's by whatever runs ES modules, and the code is there once.
// So each chunk that esbuild makes becomes a function, and the files are lists of these:
//
//   core.js    export default [["./chunk-X.js", (require) => { … return { … } }], …]     what every program needs
//   jit.js     the same, of what is not in core.js; and so on for the other parts, which may begin with the name of a file they need
//   index.js   runs the lists of core.js and of jit.js and exports what the library has
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Plugin, build } from "esbuild";
import { LazyModules, standInSource } from "./lazy-modules.ts";

const sourceCondition = "@tjit/source";

/** What is called all the time, and what a program needs as soon as it starts. */
const hotModules =
  /packages.(?:vm|interpreter|specializer)|packages.runtime.src.(?:[\w-]+\.ts|(?:heap|image|layout|object|frames|operations|protocols|specialization|types).)/;

/** Entry points by file: the command, and what it loads at times. The library is the first two together. */
const parts = {
  core: "./src/cli/main.ts",
  jit: "./src/jit/create-jit.ts",
  dis: "./src/cli/dis.ts",
  trace: "./src/cli/trace.ts",
};

/** A chunk as a function of what it imports. */
interface Chunk {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly code: string;
}

/** Bundles the program whose package is in `folder` into its folder `outdir`, which is there. */
export async function bundleProgram(folder: string, outdir: string): Promise<void> {
  const chunks = await makeChunks(folder);
  const core = inOrder(chunks, chunkOf("core"));
  const jit = inOrder(chunks, chunkOf("jit")).filter((it) => !core.includes(it));
  const write = (part: string, list: string): void => {
    writeFileSync(resolve(folder, outdir, `${part}.js`), list);
  };
  write("core", listOf(core, chunks));
  write("jit", listOf(jit, chunks));
  for (const part of ["dis", "trace"] as const) {
    const names = inOrder(chunks, chunkOf(part)).filter((it) => !core.includes(it));
    const own = names.filter((it) => !jit.includes(it));
    write(part, listOf(own, chunks, own.length < names.length ? ["jit"] : []));
  }
  writeFileSync(resolve(folder, outdir, "index.js"), libraryOf(chunks));
}

const chunkOf = (part: string): string => (part === "core" ? "./main.js" : `./${part}.js`);

async function makeChunks(folder: string): Promise<ReadonlyMap<string, Chunk>> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [
      { in: "./src/index.ts", out: "index" },
      ...Object.keys(parts).map((name) => ({ in: `part:${name}`, out: basename(chunkOf(name), ".js") })),
    ],
    outdir: "out",
    write: false,
    bundle: true,
    splitting: true,
    conditions: [sourceCondition],
    format: "esm",
    platform: "neutral",
    target: "es2024",
    logLevel: "warning",
    minify: true,
    plugins: [partEntries, lazyBuiltins, storedImage, workspaceSources()],
  });
  return new Map(outputFiles.map(({ path, text }) => [`./${basename(path)}`, chunkFrom(text)]));
}

const importStatement = /^import(?:\{([^}]*)\}from)?"([^"]+)";/;
const exportStatement = /export\{([^}]*)\};\s*$/;

/** A chunk, minified, as a function. */
function chunkFrom(source: string): Chunk {
  const text = asciiSource(source);
  const imports: string[] = [];
  let head = "";
  let rest = text;
  for (let found = importStatement.exec(rest); found !== null; found = importStatement.exec(rest)) {
    const [statement, names = "", from = ""] = found;
    imports.push(from);
    if (names !== "") head += `const{${names.replaceAll(" as ", ":")}}=require(${JSON.stringify(from)});`;
    rest = rest.slice(statement.length);
  }
  const [statement = "", names = ""] = exportStatement.exec(rest) ?? [];
  const body = rest.slice(0, rest.length - statement.length);
  if (/\bimport\.meta\b|^import\b|;import[{"*]/.test(body))
    throw new Error("a chunk imports in a way that is not understood");
  const pairs = names
    .split(",")
    .filter((it) => it !== "")
    .map((it) => it.split(" as "));
  // Importers take the values once, when they are made.
  const result = pairs.map(([local = "", exported = local]) => `${exported}:${local}`).join(",");
  return {
    imports,
    exports: pairs.map(([local = "", exported = local]) => exported),
    code: `require=>{"use strict";${head}${body}return{${result}}}`,
  };
}

/** JavaScript in ASCII, as scripts are read. Strings are so already; in regular expressions escapes mean the same. */
export function asciiSource(source: string): string {
  return source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A chunk and what it imports, imported ones first. */
function inOrder(chunks: ReadonlyMap<string, Chunk>, name: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const { imports = [] } = chunks.get(name) ?? {};
  return [...imports.flatMap((it) => inOrder(chunks, it, seen)), name];
}

/** The text of a file; `needs` are files that come before it. */
function listOf(names: readonly string[], chunks: ReadonlyMap<string, Chunk>, needs: readonly string[] = []): string {
  const modules = names.map((name) => `[${JSON.stringify(name)},${chunks.get(name)?.code ?? ""}]`);
  return listFile([...needs.map((it) => JSON.stringify(it)), ...modules]);
}

/** The text of a file that is a list, for the launcher, which caches it by the hash. */
export function listFile(items: readonly string[]): string {
  const list = `[${items.join(",\n")}]`;
  const hash = createHash("sha256").update(list).digest("hex").slice(0, 16);
  return `export default /*${hash}*/${list};\n`;
}

function libraryOf(chunks: ReadonlyMap<string, Chunk>): string {
  const { exports = [], imports = [] } = chunks.get("./index.js") ?? {};
  const { code = "" } = chunks.get("./index.js") ?? {};
  const known = [...inOrder(chunks, "./main.js"), ...inOrder(chunks, "./jit.js")];
  for (const name of imports) if (!known.includes(name)) throw new Error(`${name} is in no file of the library`);
  return `import core from "./core.js";
import jit from "./jit.js";
const modules = new Map();
const require = (name) => modules.get(name);
for (const [name, make] of [...core, ...jit]) modules.set(name, make(require));
export const { ${exports.join(", ")} } = (${code})(require);
`;
}

/**
 * The entry points of the parts. Each has all of the core among its imports, or esbuild would make a chunk of what it shares with the core, and
 * each name that one chunk has of another costs time at the start.
 */
const partEntries: Plugin = {
  name: "part-entries",
  setup: (builder) => {
    builder.onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice("part:".length), namespace: "part" }));
    builder.onLoad({ filter: /./, namespace: "part" }, ({ path }) => {
      const core = `export { main } from "${parts.core}";`;
      const own = `export * from "${parts[path as keyof typeof parts]}";`;
      return { contents: path === "core" ? core : `${core}${own}`, resolveDir: builder.initialOptions.absWorkingDir ?? "" };
    });
  },
};

function workspaceSources(): Plugin {
  const modules = new LazyModules((path) => hotModules.test(path));
  return {
    name: "workspace-sources",
    setup: (builder) => {
      builder.onResolve({ filter: /^stand-in:/ }, ({ path }) => ({ path, namespace: "stand-in", sideEffects: false }));
      builder.onLoad({ filter: /./, namespace: "stand-in" }, () => ({ contents: standInSource }));
      builder.onLoad({ filter: /packages.[\w-]+.src.*\.ts$/ }, ({ path }) => ({ contents: modules.read(path) }));
    },
  };
}

/**
 * Node's own modules by `process.getBuiltinModule`, and of each only what is used: an import would touch every export and load what is
 * behind each, which takes a third of the time in which Node starts.
 */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup: (builder) => {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin", sideEffects: false }));
    builder.onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) => /^[a-z]\w+$/i.test(name));
      return {
        contents: [
          `const builtin = process.getBuiltinModule(${JSON.stringify(path)});`,
          "const get = (name) => builtin[name];",
          "export default builtin;",
          ...names.map((name, at) => `const it${at} = /* @__PURE__ */ get("${name}"); export { it${at} as ${name} };`),
        ].join("\n"),
      };
    });
  },
};

/** The machine as it is after its bootstrap, stored with the code that makes it. */
const storedImage: Plugin = {
  name: "stored-image",
  setup: (builder) => {
    builder.onLoad({ filter: /packages.runtime.src.image.image-text\.ts$/ }, () => {
      const script = fileURLToPath(new URL("../packages/runtime/build/image.ts", import.meta.url));
      const options = { encoding: "utf8", maxBuffer: 1 << 26 } as const;
      const words = [`--conditions=${sourceCondition}`, script];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, options);
      if (status !== 0) throw new Error(stderr);
      return { contents: `export const imageText = ${stdout};` };
    });
  },
};

if (import.meta.main) {
  const [folder = "", outdir = ""] = process.argv.slice(2);
  await bundleProgram(resolve(folder), outdir);
}
