// Modules that run when they are needed. A program starts faster the fewer functions the engine hears of, so that a module which exports
// functions only becomes one function, called when the first of its exports is:
//
//   import { b } from "./b.ts";                   import { b } from "./b.ts";
//   const table = [1, 2];                         const run = lazyModule(() => { const table = [1, 2];
//   export function a() { … }             ─▶          function a() { … }
//                                                     lazy_a = a;
//                                                     return [a]; });
//                                                 let lazy_a = standIn(run, 0);
//                                                 export { lazy_a as a };
//
// From the first call on, callers see the function itself. Where a module uses an import as a value, not only in calls, what it
// imports runs before it does, so that tables do not hold the function that stands in.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { transformSync } from "esbuild";
import { directImports, reexportsOf } from "./direct-imports.ts";
import { foldLayouts } from "./layout-constants.ts";
import { withoutSentences } from "./uop-docs.ts";

const importStatement = /^import [^;]*;$/gm;
const exportedFunction = /^export (?=(?:async )?function\*? (\w+))/gm;
const anyExport = /^export /gm;
const namespaceImport = /^import \* as (\w+) from "(\.[^"]+)";$/gm;

/** Where the function that runs a module once comes from, and what stands in for a function of it. */
const standInModule = "stand-in:function";

export const standInSource = `
export const lazyModule = (body) => {
  let functions;
  return () => {
    if (functions === undefined) {
      functions = [];
      functions = body();
    }
    return functions;
  };
};
export const standIn = (run, at) => (...args) => run()[at](...args);
`;

/** A module as JavaScript, taken apart. */
interface Parts {
  readonly imports: readonly string[];
  /** Imports and objects in place of imports of whole namespaces. */
  readonly namespaces: Namespaces;
  readonly body: string;
  /** Its exports when all are functions, else null. */
  readonly functions: readonly string[] | null;
}

/**
 * What stands in for the import of a namespace that only passes on what other modules export: an object that is made when the module runs, where
 * esbuild would make one at the start, with a function for each name.
 */
interface Namespaces {
  readonly imports: readonly string[];
  readonly objects: readonly string[];
}

/** Reads modules for the bundler; those whose path `isHot` accepts run at once, as do those that export something but functions. */
export class LazyModules {
  readonly #isHot: (path: string) => boolean;
  readonly #modules = new Map<string, Parts>();

  constructor(isHot: (path: string) => boolean) {
    this.#isHot = isHot;
  }

  /** The JavaScript of a module. */
  read(path: string): string {
    const { imports, namespaces, body, functions } = this.#partsOf(path);
    if (!this.#isLazy(path) || functions === null)
      return [...imports, ...namespaces.imports, ...namespaces.objects, body].join("\n");
    const needed = imports.flatMap((statement) => this.#neededBy(statement, body, path));
    return [
      ...imports,
      ...namespaces.imports,
      `import { lazyModule as lazyModule$, standIn as standIn$ } from ${JSON.stringify(standInModule)};`,
      ...needed.map((file, at) => `import { $run as run${at}$ } from ${JSON.stringify(file)};`),
      "const run$ = lazyModule$(() => {",
      ...needed.map((_, at) => `run${at}$();`),
      ...namespaces.objects,
      body.replace(exportedFunction, ""),
      ...functions.map((name) => `lazy$${name} = ${name};`),
      `return [${functions.join(", ")}];`,
      "});",
      ...functions.map((name, at) => `let lazy$${name} = standIn$(run$, ${at});`),
      `export { run$ as $run, ${functions.map((name) => `lazy$${name} as ${name}`).join(", ")} };`,
    ].join("\n");
  }

  #isLazy(path: string): boolean {
    return !this.#isHot(path) && (this.#partsOf(path).functions ?? []).length > 0;
  }

  #partsOf(path: string): Parts {
    let parts = this.#modules.get(path);
    if (parts === undefined) {
      const source = directImports(readFileSync(path, "utf8"));
      const { code } = transformSync(source, { loader: "ts", target: "es2024", sourcefile: path });
      parts = takeApart(withoutSentences(foldLayouts(code, path), path), path);
      this.#modules.set(path, parts);
    }
    return parts;
  }

  /** The lazy module that a statement imports from, if one of its exports is used as a value. */
  #neededBy(statement: string, body: string, importer: string): readonly string[] {
    const from = /from "([^"]+)"/.exec(statement)?.[1] ?? "";
    if (!/^[./]/.test(from)) return [];
    const file = resolve(dirname(importer), from);
    if (!this.#isLazy(file)) return [];
    const isNamespace = statement.startsWith("import * as");
    return isNamespace || localNames(statement).some((name) => isValue(name, body)) ? [file] : [];
  }
}

function takeApart(code: string, path: string): Parts {
  const namespaces = { imports: [] as string[], objects: [] as string[] };
  const source = code.replace(namespaceImport, (statement, name: string, from: string) => {
    const exports = reexportsOf(resolve(dirname(path), from));
    if (exports === undefined) return statement;
    const getters: string[] = [];
    for (const [exported, { file, name: original }] of exports) {
      namespaces.imports.push(`import { ${original} as ${name}$${exported} } from ${JSON.stringify(file)};`);
      getters.push(`get ${exported}() { return ${name}$${exported}; }`);
    }
    namespaces.objects.push(`const ${name} = { ${getters.join(", ")} };`);
    return "";
  });
  const imports = source.match(importStatement) ?? [];
  const body = source.replace(importStatement, "");
  const functions = [...body.matchAll(exportedFunction)].map(([, name = ""]) => name);
  const areFunctions = functions.length === (body.match(anyExport) ?? []).length;
  return { imports, namespaces, body, functions: areFunctions ? functions : null };
}

function localNames(statement: string): readonly string[] {
  const names = /\{([^}]*)\}/.exec(statement)?.[1] ?? "";
  return names
    .split(",")
    .map((it) => it.trim().split(" as ").at(-1) ?? "")
    .filter((it) => it !== "");
}

/** Whether a name is used otherwise than in a call. */
function isValue(name: string, body: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll("$", "\\$")}(?![\\w$]|\\s*\\()`).test(body);
}
