// What the code generator writes: instructions in order, with labels for jumps to come.

import { type Location } from "../location.ts";

/** A place to jump to; made before it is known where it is. */
export type Label = number & { readonly brand: "Label" };

/** An instruction as the code generator writes it. */
export interface SequenceInstruction {
  readonly opcode: number;
  readonly oparg: number;
  readonly label: Label | null;
  readonly location: Location;
}

/** A growing list of instructions. */
export class InstructionSequence {
  readonly instructions: SequenceInstruction[] = [];
  /** Index of the instruction that each label stands before. */
  readonly labels: number[] = [];
  /** What goes where the annotations placeholder is. */
  annotations: InstructionSequence | null = null;

  newLabel(): Label {
    return (this.labels.push(-1) - 1) as Label;
  }

  /** The next instruction is what the label means. */
  useLabel(label: Label): void {
    this.labels[label] = this.instructions.length;
  }

  add(opcode: number, oparg: number, label: Label | null, location: Location): void {
    this.instructions.push({ opcode, oparg, label, location });
  }

  /** Puts an instruction before all others. */
  prepend(opcode: number, label: Label, location: Location): void {
    this.instructions.unshift({ opcode, oparg: 0, label, location });
    this.labels.forEach((index, each) => {
      if (index >= 0) this.labels[each] = index + 1;
    });
  }
}
