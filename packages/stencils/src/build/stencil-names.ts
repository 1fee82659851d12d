// The names by which a stencil's Wasm function refers to what is not there yet. Binaryen sees imports it knows nothing of; the cutter
// finds them again by name.

import type { HoleKind } from "../holes.ts";
import type { RegisterClass } from "../registers.ts";

/** Import module of holes (immutable globals). */
export const holeModule = "hole";
/** Import module of the ways out of a stencil (functions). */
export const wayModule = "way";

/** A hole before it has a place. */
export interface HoleValue {
  readonly kind: HoleKind;
  readonly base: number;
  readonly scale: number;
  readonly mask: number;
}

/** A register by class and number; `fp` is the frame. */
export type Register = { readonly class: RegisterClass; readonly number: number } | "fp";

/** A way out of a stencil and the registers that its arguments go to. */
export interface Way {
  readonly kind: "continue" | "exit" | "error" | "loop";
  readonly registers: readonly Register[];
}

export function holeName({ kind, base, scale, mask }: HoleValue): string {
  return `${kind} ${base} ${scale} ${mask}`;
}

export function wayName({ kind, registers }: Way): string {
  return [
    kind,
    ...registers.map((register) => (register === "fp" ? "fp" : `${register.class}${register.number}`)),
  ].join(" ");
}

/** Key of a stencil's function among the module's exports. */
export function stencilName(uop: string, inputs: number, outputs: number): string {
  return `${uop}_r${inputs}${outputs}`;
}

/**
 * Holes folded into the offset of a load or store are written as an impossible offset: `first + number * stride + offset`. Binaryen
 * never changes the offset of an access whose address it does not know.
 */
export const foldedOffset = { first: 0x4000_0000, stride: 0x1_0000, limit: 0xb000 } as const;
