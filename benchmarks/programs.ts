// The benchmark programs and their sizes. Each is programs/<name>.py and defines `main(n)`.
//
// `full` makes one call take 100 to 300 ms in CPython 3.11 to 3.13 (fannkuch grows tenfold by each step of n: 0.4 s),
// `quick` about a tenth of it, and `trace` is the least that makes everything hot: it is for looking at compilations.
//
// There are two kinds. Hot loops show what the JIT makes of code in Python. Data structures show the runtime's own work: what
// strings, dicts and their like cost, on which a JIT gains little.

import { readFileSync } from "node:fs";

/** How long a call is to take: the names of the columns of {@link programs}. */
export type Size = "full" | "quick" | "trace";

/** What a program shows. */
export type Kind = "hot loops" | "data structures";

/** All kinds, in the order of the report. */
export const kinds: readonly Kind[] = ["hot loops", "data structures"];

/** One benchmark. */
export interface Program {
  readonly name: string;
  readonly kind: Kind;
  /** What it stresses. */
  readonly about: string;
  /** The argument of `main`. */
  readonly sizes: Readonly<Record<Size, number>>;
  /** Peers that cannot run it, and why. */
  readonly skip?: Readonly<Record<string, string>>;
}

const tooSlow = { micropython: "a call takes many seconds" };

const hotLoops: readonly Omit<Program, "kind">[] = [
  { name: "float_loop", about: "float arithmetic", sizes: { full: 10_000_000, quick: 1_000_000, trace: 20_000 } },
  { name: "sieve", about: "list subscripts", sizes: { full: 2_000_000, quick: 250_000, trace: 20_000 } },
  { name: "fannkuch", about: "list subscripts, slices", sizes: { full: 9, quick: 8, trace: 7 } },
  { name: "fibonacci", about: "calls", sizes: { full: 31, quick: 26, trace: 20 } },
  { name: "spectral_norm", about: "floats, calls in loops", sizes: { full: 330, quick: 100, trace: 40 } },
  { name: "nbody", about: "float attributes", sizes: { full: 60_000, quick: 6_000, trace: 1_000 } },
  {
    name: "dictionary_counting",
    about: "dictionaries, strings",
    sizes: { full: 1_000_000, quick: 100_000, trace: 20_000 },
  },
  { name: "scheduler", about: "objects, methods", sizes: { full: 30_000, quick: 3_000, trace: 1_000 } },
];

const dataStructures: readonly Omit<Program, "kind">[] = [
  { name: "strings", about: "building, searching, formatting", sizes: { full: 100_000, quick: 10_000, trace: 2_000 } },
  {
    name: "dicts",
    about: "int and str keys, views, displays",
    sizes: { full: 400_000, quick: 40_000, trace: 5_000 },
    skip: { micropython: "it has no ** in dict displays" },
  },
  {
    name: "sets",
    about: "adding, finding, algebra",
    sizes: { full: 500_000, quick: 50_000, trace: 5_000 },
    skip: tooSlow,
  },
  {
    name: "lists",
    about: "sorting, slices, builtins",
    sizes: { full: 1_000_000, quick: 100_000, trace: 5_000 },
    skip: tooSlow,
  },
  { name: "big_integers", about: "all sizes of ints", sizes: { full: 16_000, quick: 5_000, trace: 1_000 } },
  {
    name: "fractions",
    about: "a library's class with operators",
    sizes: { full: 30_000, quick: 5_000, trace: 1_000 },
    skip: { micropython: "it has no fractions module" },
  },
  {
    name: "generators",
    about: "generators everywhere",
    sizes: { full: 400_000, quick: 40_000, trace: 5_000 },
    skip: tooSlow,
  },
];

/** All benchmarks: of each kind from the smallest to the largest. */
export const programs: readonly Program[] = [
  ...hotLoops.map((program) => ({ ...program, kind: "hot loops" as const })),
  ...dataStructures.map((program) => ({ ...program, kind: "data structures" as const })),
];

/**
 * The Python source of a program.
 * @throws Error when there is no such file.
 */
export function readProgram(name: string): string {
  return readFileSync(new URL(`programs/${name}.py`, import.meta.url), "utf8");
}
