// Imports of packages by name go straight to the files that have what is imported. esbuild assigns a file to every chunk from which it
// can be reached, through a package's index too: without this, whoever imports one name of a package would load all of it.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const namedImport = /^import \{([^}]*)\} from "@tjit\/([\w-]+)";$/gm;
const reexport = /^export (?:type )?\{([^}]*)\} from "([^"]+)";$/gm;

/** Where the names come from that a package's index has: re-exports only. */
type Exports = ReadonlyMap<string, { readonly file: string; readonly name: string }>;

const indices = new Map<string, Exports>();

/** A TypeScript module with direct imports. */
export function directImports(source: string): string {
  return source.replace(namedImport, (_, names: string, name: string) => {
    let exports = indices.get(name);
    if (exports === undefined) indices.set(name, (exports = readIndex(name, "index")));
    return direct(specifiers(names), exports);
  });
}

function direct(names: readonly string[], exports: Exports): string {
  return names
    .filter((it) => !it.startsWith("type "))
    .map((it) => {
      const [imported = "", local = imported] = it.split(" as ");
      const found = exports.get(imported);
      if (found === undefined) throw new Error(`no package exports ${imported}`);
      return `import { ${found.name} as ${local} } from ${JSON.stringify(found.file)};`;
    })
    .join("\n");
}

/** The names that an entry point of a package exports, types among them. */
export function exportedNames(name: string, entry: string): readonly string[] {
  return [...readIndex(name, entry).keys()];
}

function readIndex(name: string, entry: string): Exports {
  const index = fileURLToPath(new URL(`../packages/${name}/src/${entry}.ts`, import.meta.url));
  return reexports(readFileSync(index, "utf8"), index);
}

/** What a module passes on from others, without types, if it does nothing else. */
export function reexportsOf(file: string): Exports | undefined {
  const source = readFileSync(file, "utf8").replace(/^\/\/.*$|^export type .*;$|\btype \w+,?/gm, "");
  return source.replace(reexport, "").trim() === "" ? reexports(source, file) : undefined;
}

function reexports(source: string, file: string): Exports {
  const exports = new Map<string, { file: string; name: string }>();
  for (const [, names = "", from = ""] of source.matchAll(reexport)) {
    for (const it of specifiers(names)) {
      const [original = "", exported = original] = it.replace(/^type /, "").split(" as ");
      exports.set(exported, { file: resolve(dirname(file), from), name: original });
    }
  }
  return exports;
}

function specifiers(names: string): readonly string[] {
  return names
    .split(",")
    .map((it) => it.trim())
    .filter((it) => it !== "");
}
