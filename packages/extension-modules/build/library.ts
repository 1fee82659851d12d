// Builds src/generated: tables of the modules `unicodedata` and `cmath`, and signatures of builtins, as CPython in the npm package `pyodide`
// has them. The same version of CPython gives the same bytes. See src/modules/unicodedata/tables.ts for the formats.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import { aliasCandidates } from "./name-aliases.ts";
import { signatureReader } from "./signatures.ts";

const reader = `
import json, unicodedata as current
old = current.ucd_3_2_0
every = [chr(point) for point in range(0x110000)]
def runs(function):
    result, last = [], None
    for character in every:
        value = function(character)
        if result and value == last: result[-1][0] += 1
        else: result.append([1, value])
        last = value
    return result
def optional(function, data):
    def shown(character):
        value = function(character, None)
        return "" if value is None else repr(value)
    return runs(shown)
def tables(data):
    return {
        "category": runs(data.category),
        "bidirectional": runs(data.bidirectional),
        "width": runs(data.east_asian_width),
        "mirrored": runs(lambda it: str(data.mirrored(it))),
        "numeric": optional(data.numeric, data),
        "digit": optional(data.digit, data),
        "decimal": optional(data.decimal, data),
    }
def assigned(character): return old.category(character) != "Cn"
def found(alias):
    try: return ord(current.lookup(alias))
    except (KeyError, TypeError): return None
json.dumps({
    "version": current.unidata_version,
    "current": tables(current),
    "old": tables(old),
    "combining": runs(lambda it: str(current.combining(it))),
    "decompositions": [[ord(it), current.decomposition(it)] for it in every if current.decomposition(it)],
    "oldDecompositions": [[ord(it), old.decomposition(it)] for it in every if old.decomposition(it) != (current.decomposition(it) if assigned(it) else "")],
    "oldCombining": [[ord(it), old.combining(it)] for it in every if old.combining(it) != (current.combining(it) if assigned(it) else 0)],
    "names": [[ord(it), current.name(it)] for it in every if current.name(it, None) is not None],
    "aliases": [[alias, found(alias)] for alias in json.loads(candidates) if found(alias) is not None],
})
`;

type Run = readonly [length: number, value: string];

interface VersionTables {
  readonly category: readonly Run[];
  readonly bidirectional: readonly Run[];
  readonly width: readonly Run[];
  readonly mirrored: readonly Run[];
  readonly numeric: readonly Run[];
  readonly digit: readonly Run[];
  readonly decimal: readonly Run[];
}

interface Data {
  readonly version: string;
  readonly current: VersionTables;
  readonly old: VersionTables;
  readonly combining: readonly Run[];
  readonly decompositions: readonly (readonly [number, string])[];
  readonly oldDecompositions: readonly (readonly [number, string])[];
  readonly oldCombining: readonly (readonly [number, number])[];
  readonly names: readonly (readonly [number, string])[];
  readonly aliases: readonly (readonly [string, number])[];
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A number: five bits a character, the lowest first; the sixth bit says that more follow. */
function pack(value: number): string {
  let text = "";
  let rest = value;
  while (rest >= 32) {
    text += digits[32 + (rest & 31)] ?? "";
    rest >>= 5;
  }
  return text + (digits[rest] ?? "");
}

function packRuns(runs: readonly Run[]): string {
  const values = [...new Set(runs.map(([, value]) => value))];
  return JSON.stringify([
    values.join(","),
    runs.map(([length, value]) => pack(length) + pack(values.indexOf(value))).join(""),
  ]);
}

/** Names that end with the code point, in runs; and all others, by words. */
function packNames(names: Data["names"]): string {
  const ranges: { prefix: string; first: number; count: number }[] = [];
  const others: (readonly [number, readonly string[]])[] = [];
  for (const [point, name] of names) {
    const suffix = point.toString(16).toUpperCase();
    if (name.startsWith("HANGUL SYLLABLE ")) continue;
    if (!name.endsWith(`-${suffix}`)) {
      others.push([point, name.split(" ")]);
      continue;
    }
    const prefix = name.slice(0, -suffix.length);
    const last = ranges.at(-1);
    if (last?.prefix === prefix && last.first + last.count === point) last.count++;
    else ranges.push({ prefix, first: point, count: 1 });
  }
  const counts = new Map<string, number>();
  for (const [, words] of others) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
  const indices = new Map(words.map((word, index) => [word, index]));
  let packed = "";
  let previous: readonly string[] = [];
  let last = -1;
  for (const [point, own] of others) {
    let shared = 0;
    while (shared < previous.length && shared < own.length - 1 && previous[shared] === own[shared]) shared++;
    const rest = own.slice(shared);
    packed += pack(point - last - 1) + pack(shared) + pack(rest.length);
    packed += rest.map((word) => pack(indices.get(word) ?? 0)).join("");
    previous = own;
    last = point;
  }
  return `{
  ranges: ${JSON.stringify(ranges.map(({ prefix, first, count }) => [prefix, first, count]))},
  words: ${JSON.stringify(words.join(" "))},
  names: ${JSON.stringify(packed)},
}`;
}

function packVersion(tables: VersionTables): string {
  const lines = Object.entries(tables).map(([name, runs]) => `  ${name}: ${packRuns(runs as readonly Run[])},\n`);
  return `{\n${lines.join("")}}`;
}

/** Code point and text, the code points as differences. */
function packTexts(texts: readonly (readonly [number, string | number])[]): string {
  let last = 0;
  return JSON.stringify(
    texts
      .map(([point, text]) => {
        const gap = point - last;
        last = point;
        return `${pack(gap)}:${text}`;
      })
      .join(";"),
  );
}

const python = await loadPyodide();
(python.globals as unknown as { set(name: string, value: unknown): void }).set(
  "candidates",
  JSON.stringify(aliasCandidates),
);
const data = JSON.parse(python.runPython(reader) as string) as Data;
/** What functions of complex numbers give where a part is not finite: rows for the real part, columns for the other. */
const specialValues = `
import cmath, json
inf, nan = cmath.inf, cmath.nan
parts = [-inf, -1.0, -0.0, 0.0, 1.0, inf, nan]
def shown(function, x, y):
    try: value = function(x, y)
    except ValueError: return "error"
    return f"{value.real!r} {value.imag!r}"
def table(function):
    return [["" if abs(x) < inf and abs(y) < inf else shown(function, x, y) for y in parts] for x in parts]
names = ["acos", "acosh", "asinh", "atanh", "cosh", "exp", "log", "sinh", "sqrt", "tanh"]
tables = {name: table(lambda x, y, f=getattr(cmath, name): f(complex(x, y))) for name in names}
json.dumps({**tables, "rect": table(cmath.rect)})
`;

const generated = new URL("../src/generated/", import.meta.url);
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });
writeFileSync(
  new URL("unicode-data.ts", generated),
  `import type { UnicodeData } from "../modules/unicodedata/tables.ts";

/** The Unicode Character Database as CPython has it, packed. */
export const unicodeData: UnicodeData = {
version: ${JSON.stringify(data.version)},
current: ${packVersion(data.current)},
old: ${packVersion(data.old)},
combining: ${packRuns(data.combining)},
decompositions: ${packTexts(data.decompositions)},
oldDecompositions: ${packTexts(data.oldDecompositions)},
oldCombining: ${packTexts(data.oldCombining)},
names: ${packNames(data.names)},
aliases: ${JSON.stringify(data.aliases)},
};
`,
);

const specials = JSON.parse(python.runPython(specialValues) as string) as Readonly<Record<string, readonly string[][]>>;
const rows = Object.entries(specials).map(([name, table]) => `  ${name}: ${JSON.stringify(table.flat().join(","))},\n`);
writeFileSync(
  new URL("complex-specials.ts", generated),
  `/** Results where a part is not finite, by function: see src/modules/cmath/specials.ts. */
export const complexSpecials = {
${rows.join("")}};
`,
);

const signatures = JSON.stringify(python.runPython(signatureReader));
writeFileSync(
  new URL("signatures.ts", generated),
  `/** Signatures of functions, types and methods: see src/modules/_documentation/table.ts. */
export const signatures = ${signatures};
`,
);
