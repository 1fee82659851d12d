// What the specializer tells listeners, and a listener that counts. Nothing is built when nobody listens.

/** One thing that happened at one instruction. Opcodes are numbers of the instruction set. */
export type SpecializerEvent =
  | {
      readonly kind: "specialized";
      readonly family: string;
      readonly address: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "failed";
      readonly family: string;
      readonly address: number;
      readonly from: number;
      /** The rule's own word. */
      readonly reason: string;
    }
  | {
      /** Turned back into the generic form from outside. */
      readonly kind: "generalized";
      readonly family: string;
      readonly address: number;
      readonly from: number;
    };

/** Receives events. */
export type SpecializerListener = (event: SpecializerEvent) => void;

/** Totals of one family. */
export interface FamilyStatistics {
  readonly specialized: number;
  readonly failed: number;
  readonly generalized: number;
  /** Failures by reason. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** A listener that keeps totals by family. */
export class SpecializerStatistics {
  readonly #families = new Map<string, MutableStatistics>();

  /** Pass this as the specializer's listener. */
  readonly listener: SpecializerListener = (event) => {
    const totals = this.#families.get(event.family) ?? newStatistics();
    this.#families.set(event.family, totals);
    totals[event.kind] += 1;
    if (event.kind === "failed") totals.reasons.set(event.reason, (totals.reasons.get(event.reason) ?? 0) + 1);
  };

  /** Totals of a family; zeros when nothing happened to it. */
  of(family: string): FamilyStatistics {
    return this.#families.get(family) ?? newStatistics();
  }

  /** Families that something happened to, in the order in which it did. */
  families(): readonly string[] {
    return [...this.#families.keys()];
  }
}

interface MutableStatistics {
  specialized: number;
  failed: number;
  generalized: number;
  readonly reasons: Map<string, number>;
}

function newStatistics(): MutableStatistics {
  return { specialized: 0, failed: 0, generalized: 0, reasons: new Map() };
}
