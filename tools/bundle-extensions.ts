// Bundles a package of native modules: each folder of src/modules becomes a file of its own, so that the command loads only those that a
// program imports. Such a file is a list of one function, as those of bundle-program.ts are:
//
//   _heapq.js   export default [["_heapq", (runtime) => { … return newHeapqModule }]]
//   index.js    exports a function that finds them by name
//
// Libraries that a module uses are part of its file; their licences are in LICENSES.txt.
//
// `runtime` has the functions of `@tjit/runtime/api`: those of the VM that imports the module, so that there is no copy of them.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import process from "node:process";
import { type Plugin, build } from "esbuild";
import { asciiSource, listFile } from "./bundle-program.ts";
import { exportedNames } from "./direct-imports.ts";

const runtimeApi = "@tjit/runtime/api";

/** Bundles the native modules of the package in `folder` into its folder `outdir`, which is there. */
export async function bundleExtensions(folder: string, outdir: string): Promise<void> {
  const names = globSync("src/modules/*/module.ts", { cwd: folder })
    .map((path) => basename(dirname(path)))
    .sort();
  const write = (name: string, text: string): void => {
    writeFileSync(resolve(folder, outdir, `${name}.js`), text);
  };
  const libraries = new Set<string>();
  for (const name of names) {
    write(name, listFile([`[${JSON.stringify(name)},${await functionOf(folder, name, libraries)}]`]));
  }
  write("index", indexOf(names));
  const licences = [...libraries]
    .sort()
    .map((path) => `${basename(path)}\n\n${readFileSync(`${path}/LICENSE`, "utf8")}`);
  writeFileSync(resolve(folder, outdir, "LICENSES.txt"), licences.join("\n---\n\n"));
}

/** A module as a function of the runtime's functions. Adds the folders of the libraries that it uses. */
async function functionOf(folder: string, name: string, libraries: Set<string>): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [`./src/modules/${name}/module.ts`],
    write: false,
    bundle: true,
    conditions: ["@tjit/source"],
    format: "esm",
    platform: "neutral",
    target: "es2024",
    logLevel: "warning",
    minify: true,
    metafile: true,
    legalComments: "none",
    plugins: [givenRuntime],
  });
  for (const path of Object.keys(metafile.inputs)) {
    const [library] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    if (library !== undefined) libraries.add(resolve(folder, library));
  }
  const text = asciiSource(outputFiles[0]?.text ?? "");
  const [statement = "", local] = /export\{([\w$]+) as \w+\};\s*$/.exec(text) ?? [];
  if (local === undefined) throw new Error(`${name}/module.ts should export one function`);
  return `$runtime=>{"use strict";${text.slice(0, text.length - statement.length)}return ${local}}`;
}

/** The functions of the runtime, which the bundle is given. */
const givenRuntime: Plugin = {
  name: "given-runtime",
  setup: (builder) => {
    builder.onResolve({ filter: /^@tjit\/runtime/ }, ({ path }) => {
      if (path !== runtimeApi) throw new Error(`${path} is not ${runtimeApi}`);
      return { path, namespace: "given-runtime", sideEffects: false };
    });
    builder.onLoad({ filter: /./, namespace: "given-runtime" }, () => ({
      contents: [
        "const get = (name) => $runtime[name];",
        ...exportedNames("runtime", "api").map((name) => `export const ${name} = /* @__PURE__ */ get("${name}");`),
      ].join("\n"),
    }));
  },
};

function indexOf(names: readonly string[]): string {
  return `${names.map((name, at) => `import m${at} from "./${name}.js";`).join("\n")}
const modules = new Map([${names.map((_, at) => `...m${at}`).join(", ")}]);
export const extensionModule = (name) => modules.get(name);
export const isExtensionModuleName = (name) => modules.has(name);
export const extensionModuleNames = [...modules.keys()];
`;
}

if (import.meta.main) {
  const [folder = "", outdir = ""] = process.argv.slice(2);
  await bundleExtensions(resolve(folder), outdir);
}
