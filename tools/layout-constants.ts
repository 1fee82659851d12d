// Offsets, sizes, flags and fixed addresses as numbers in the bundle: `TypeObject.mro.offset` becomes `28`. That is less to load, and nothing to look
// up while code is cold. What the values are, the modules themselves say: they run here.
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const layout = fileURLToPath(new URL("../packages/runtime/src/layout/", import.meta.url));

/** Modules that export such numbers, and objects that have them. */
const modules = new Map<string, Readonly<Record<string, unknown>>>();
for (const file of ["memory-map.ts", "objects.ts"].map((name) => resolve(layout, name))) {
  modules.set(file, (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>);
}

const allExports: Readonly<Record<string, unknown>> = Object.fromEntries(
  [...modules.values()].flatMap((it) => Object.entries(it)),
);

/** What other packages import them from. */
const layoutPackage = "@tjit/runtime/layout";

const namedImport = /^import \{([^}]*)\} from "([^"]+)";$/gm;
const structDeclaration = /(?<=^export const \w+ = )struct\(/gm;

/** A module as JavaScript without comments, with the numbers in it. */
export function foldLayouts(code: string, path: string): string {
  let folded = code;
  for (const [, names = "", from = ""] of code.matchAll(namedImport)) {
    const exports = from === layoutPackage ? allExports : modules.get(resolve(dirname(path), from));
    if (exports === undefined) continue;
    for (const it of names.split(",")) {
      const [imported = "", local = imported] = it.trim().split(" as ");
      folded = foldName(folded, local, exports[imported]);
      const [, alias] = new RegExp(String.raw`^const (\w+) = ${local};$`, "m").exec(code) ?? [];
      if (alias !== undefined) folded = foldName(folded, alias, exports[imported]);
    }
  }
  // So that those are left out which nobody reads any more.
  return modules.has(path) ? folded.replace(structDeclaration, "/* @__PURE__ */ struct(") : folded;
}

/** Replaces what is read of an object by its number. Names in lower case may be those of variables too: of them only offsets are replaced. */
function foldName(code: string, name: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return code;
  const read = new RegExp(String.raw`(?<![\w$.])${name}\.(\w+)(\.\w+)?(?![\w$(])`, "g");
  const isUnmistakable = /^[A-Z]/.test(name);
  return code.replace(read, (text, first: string, second = "") => {
    const field: unknown = (value as Readonly<Record<string, unknown>>)[first];
    if (typeof field === "number") return isUnmistakable ? literal(field) + second : text;
    if (second !== ".offset" || typeof field !== "object" || field === null || !("offset" in field)) return text;
    return typeof field.offset === "number" ? literal(field.offset) : text;
  });
}

function literal(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
