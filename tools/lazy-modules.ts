// Modules that run when they are needed. A program starts faster the fewer functions the engine hears of, so that a module which exports
// functions only becomes one function, called when the first of its exports is:
//
//   import { b } from "./b.ts";                   import { b } from "./b.ts";
//   const table = [1, 2];                         const run = () => { const table = [1, 2];
//   export function a() { … }             ─▶          function a() { … }
//                                                     lazy_a = a; };
//                                                 let lazy_a = standIn(run, () => lazy_a);
//                                                 export { lazy_a as a };
//
// From the first call on, callers see the function itself. Where a module uses an import as a value, not only in calls, what it
// imports runs before it does, so that tables do not hold the function that stands in.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { transformSync } from "esbuild";
import { directImports } from "./direct-imports.ts";

const importStatement = /^import [^;]*;$/gm;
const exportedFunction = /^export (?=(?:async )?function\*? (\w+))/gm;
const anyExport = /^export /gm;

/** Where what stands in for a function comes from: it runs the module and calls the function. */
const standInModule = "stand-in:function";

export const standInSource = `export const standIn = (run, get) => (...args) => { run(); return get()(...args); };`;

/** A module as JavaScript, taken apart. */
interface Parts {
  readonly imports: readonly string[];
  readonly body: string;
  /** Its exports when all are functions, else null. */
  readonly functions: readonly string[] | null;
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
    const { imports, body, functions } = this.#partsOf(path);
    if (!this.#isLazy(path) || functions === null) return [...imports, body].join("\n");
    const needed = imports.flatMap((statement) => this.#neededBy(statement, body, path));
    return [
      ...imports,
      `import { standIn as standIn$ } from ${JSON.stringify(standInModule)};`,
      ...needed.map((file, at) => `import { $run as run${at}$ } from ${JSON.stringify(file)};`),
      "let hasRun$ = false;",
      "function run$() {",
      "if (hasRun$) return;",
      "hasRun$ = true;",
      ...needed.map((_, at) => `run${at}$();`),
      "body$();",
      "}",
      // A function of its own: entering it makes all the functions in it.
      "function body$() {",
      body.replace(exportedFunction, ""),
      ...functions.map((name) => `lazy$${name} = ${name};`),
      "}",
      ...functions.map((name) => `let lazy$${name} = standIn$(run$, () => lazy$${name});`),
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
      parts = takeApart(transformSync(source, { loader: "ts", target: "es2024", sourcefile: path }).code);
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

function takeApart(code: string): Parts {
  const imports = code.match(importStatement) ?? [];
  const body = code.replace(importStatement, "");
  const functions = [...body.matchAll(exportedFunction)].map(([, name = ""]) => name);
  return { imports, body, functions: functions.length === (body.match(anyExport) ?? []).length ? functions : null };
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
