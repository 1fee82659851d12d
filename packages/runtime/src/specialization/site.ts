// What a specialization rule is given and gives back: the shapes that a generic specializer asks for, so that neither knows the other.

/** The instruction that wants to specialize, in a running frame. */
export interface SpecializationSite {
  /** Address of the instruction. */
  readonly address: number;
  readonly oparg: number;
  readonly context: {
    /** Address just above the top of the stack. */
    readonly sp: number;
    readonly fp: number;
  };
}

/** The member of the family that fits what is on the stack, with the values of its cache fields; or why none does. */
export type SpecializationObservation =
  | { readonly kind: "member"; readonly member: string; readonly cache?: Readonly<Record<string, number>> }
  | { readonly kind: "failure"; readonly reason: string };

/** A rule of one family. It looks and does not touch. */
export type SpecializationRule = (site: SpecializationSite) => SpecializationObservation;

/** The family's cache, by field, in the specializer's notation; members that read it otherwise have a line of their own. */
export interface FamilyCache {
  readonly name: string;
  readonly cache: string;
  readonly memberCaches?: Readonly<Record<string, string>>;
}

/** Becomes `member`. */
export function become(member: string, cache?: Readonly<Record<string, number>>): SpecializationObservation {
  return cache === undefined ? { kind: "member", member } : { kind: "member", member, cache };
}

/** Stays generic. */
export function stay(reason: string): SpecializationObservation {
  return { kind: "failure", reason };
}
