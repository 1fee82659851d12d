// The benchmark programs and their sizes. Each is programs/<name>.py and defines `main(n)`.
//
// `full` makes one call take 100 to 300 ms in CPython 3.11 to 3.13 (fannkuch grows tenfold by each step of n: 0.4 s),
// `quick` about a tenth of it, and `trace` is the least that makes everything hot: it is for looking at compilations.

import { readFileSync } from "node:fs";

/** How long a call is to take: the names of the columns of {@link programs}. */
export type Size = "full" | "quick" | "trace";

/** One benchmark. */
export interface Program {
  readonly name: string;
  /** What it stresses. */
  readonly about: string;
  /** The argument of `main`. */
  readonly sizes: Readonly<Record<Size, number>>;
  /** Peers that cannot run it, and why. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** All benchmarks, from the smallest loop to the largest program. */
export const programs: readonly Program[] = [
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

/**
 * The Python source of a program.
 * @throws Error when there is no such file.
 */
export function readProgram(name: string): string {
  return readFileSync(new URL(`programs/${name}.py`, import.meta.url), "utf8");
}
