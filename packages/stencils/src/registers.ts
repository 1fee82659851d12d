// The locals of a trace function, laid out once for every stencil of a set:
//
//   0…3  pc sp fp oparg     parameters
//   i32  r0…r(K-1)  i0…i(K-1)  scratch
//   f64  f0…f(K-1)             scratch
//   i64  l0…l(K-1)             scratch
//   then the trace's own spill places for unboxed values, by type
//
// A stencil's bytes use these indices directly, so copying needs no renumbering.

import type { Representation } from "@tjit/ir";

/** References (and frames), and unboxed i32, f64 and i64 numbers: register n of each class can hold the same stack value. */
export type RegisterClass = "r" | "i" | "f" | "l";

/** The Wasm types of locals. */
export type LocalType = "i32" | "f64" | "i64";

/** Local of the current frame. */
export const frameLocal = 2;
const parameterCount = 4;

/** Scratch locals by type. */
export interface ScratchCounts {
  readonly i32: number;
  readonly f64: number;
  readonly i64: number;
}

/** Where everything is. */
export interface LocalLayout {
  readonly registerCount: number;
  readonly scratch: ScratchCounts;
  /** First local of each register class. */
  readonly registers: Readonly<Record<RegisterClass, number>>;
  /** First scratch local of each type. */
  readonly scratchStart: ScratchCounts;
  /** First local behind the layout: spill places start here. */
  readonly end: number;
  /** The runs of the locals declaration: i32, f64, i64. */
  readonly runs: readonly { readonly type: LocalType; readonly count: number }[];
}

/** Lays the locals out. */
export function layOutLocals(registerCount: number, scratch: ScratchCounts): LocalLayout {
  const i32Start = parameterCount;
  const i32Count = 2 * registerCount + scratch.i32;
  const f64Start = i32Start + i32Count;
  const f64Count = registerCount + scratch.f64;
  const i64Start = f64Start + f64Count;
  const i64Count = registerCount + scratch.i64;
  return {
    registerCount,
    scratch,
    registers: { r: i32Start, i: i32Start + registerCount, f: f64Start, l: i64Start },
    scratchStart: {
      i32: i32Start + 2 * registerCount,
      f64: f64Start + registerCount,
      i64: i64Start + registerCount,
    },
    end: i64Start + i64Count,
    runs: [
      { type: "i32", count: i32Count },
      { type: "f64", count: f64Count },
      { type: "i64", count: i64Count },
    ],
  };
}

/** The class of registers that holds a representation. */
export function registerClassOf(representation: Representation): RegisterClass {
  switch (representation) {
    case "boxed":
    case "frame":
      return "r";
    case "i32":
      return "i";
    case "f64":
      return "f";
    case "i64":
      return "l";
  }
}

/** The type of a class's locals. */
export function localTypeOf(registerClass: RegisterClass): LocalType {
  switch (registerClass) {
    case "r":
    case "i":
      return "i32";
    case "f":
      return "f64";
    case "l":
      return "i64";
  }
}
