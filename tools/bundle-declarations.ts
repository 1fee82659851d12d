// Makes the declarations of a package stand alone: those of workspace packages that are in its bundle come along.
//
//   dist/vm.d.ts       import type { Host, Runtime } from "@tjit/runtime"
//   ─▶                 import type { Host } from "./types/runtime/host.ts"; import type { Runtime } from "./types/runtime/runtime.ts"
//
// An index holds named re-exports only, so each name leads to the file that declares it, and only files that are reached are copied.
// Declarations of the package that its index does not reach are removed. Needs the declarations of those packages to be built.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const statement = /\b(import|export)( type)? \{([^}]*)\} from "([^"]+)";/g;

/** Where a name of an index is declared, and what it is called there. */
interface Declared {
  readonly file: string;
  readonly name: string;
}

/** Rewrites `folder`, which holds the declarations of one package. */
export function bundleDeclarations(folder: string, external: ReadonlySet<string>): void {
  const own = resolve(folder);
  const texts = new Map<string, string>();
  const waiting = [join(own, "index.d.ts")];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (texts.has(file)) continue;
    const place = placeOf(file, own);
    const reach = (target: string): string => {
      waiting.push(target);
      return specifier(place, placeOf(target, own));
    };
    texts.set(file, rewrite(file, external, reach));
  }
  for (const file of globSync("**/*.d.ts", { cwd: own })) rmSync(join(own, file));
  for (const [file, text] of texts) {
    const place = placeOf(file, own);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
}

function rewrite(file: string, external: ReadonlySet<string>, reach: (target: string) => string): string {
  const text = readFileSync(file, "utf8");
  const rewritten = text.replace(
    statement,
    (whole, word: string, type: string | undefined, names: string, from: string) => {
      if (from.startsWith(".")) return `${word}${type ?? ""} {${names}} from "${reach(sibling(file, from))}";`;
      if (external.has(packageOf(from)) || !from.startsWith("@tjit/")) return whole;
      const index = indexOf(from);
      return listNames(names)
        .map(({ prefix, name, alias }) => {
          const declared = index.get(name);
          if (declared === undefined) throw new Error(`${file}: ${from} has no ${name}`);
          const target = reach(declared.file);
          return `${word}${type ?? ""} { ${prefix}${declared.name} as ${alias} } from "${target}";`;
        })
        .join("\n");
    },
  );
  const left = /(?:from |import\()"(@tjit\/[^"]+)"/.exec(rewritten.replace(/\/\*[\s\S]*?\*\//g, ""));
  if (left?.[1] !== undefined && !external.has(packageOf(left[1])))
    throw new Error(`${file}: cannot follow ${left[0]}`);
  return rewritten;
}

/** Declarations of a workspace package, by the names that its entry point exports. */
function indexOf(from: string): ReadonlyMap<string, Declared> {
  const [, name = "", ...subpath] = from.split("/");
  const manifest = JSON.parse(readFileSync(join("..", name, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly types?: string }>>;
  };
  const types = manifest.exports[[".", ...subpath].join("/")]?.types;
  if (types === undefined) throw new Error(`${from} has no declarations`);
  const entry = resolve("..", name, types);
  const declared = new Map<string, Declared>();
  for (const [, , , names = "", target = ""] of readFileSync(entry, "utf8").matchAll(statement)) {
    for (const it of listNames(names)) declared.set(it.alias, { file: sibling(entry, target), name: it.name });
  }
  return declared;
}

function listNames(
  names: string,
): readonly { readonly prefix: string; readonly name: string; readonly alias: string }[] {
  return names
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const prefix = part.startsWith("type ") ? "type " : "";
      const [name = "", alias = name] = part.slice(prefix.length).split(" as ");
      return { prefix, name, alias };
    });
}

function sibling(file: string, from: string): string {
  return join(dirname(file), from.replace(/\.[jt]s$/, ".d.ts"));
}

/** Where a file goes: those of other packages under `types`. */
function placeOf(file: string, own: string): string {
  if (file.startsWith(own + sep)) return file;
  const [name = "", , ...rest] = relative(resolve(".."), file).split(sep);
  return join(own, "types", name, ...rest);
}

function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to)
    .split(sep)
    .join("/")
    .replace(/\.d\.ts$/, ".ts");
  return path.startsWith(".") ? path : `./${path}`;
}

function packageOf(from: string): string {
  return from.split("/").slice(0, 2).join("/");
}
