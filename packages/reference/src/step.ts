// What the meaning of a uop works on: the stack of the frame on top, the machine, the uop's operands. Everything that moves a
// reference goes through here, so this is also where ownership is checked:
//
//   take     the uop stores the reference somewhere      needs a count
//   release  the uop gives the count back                needs a count
//   drop     the uop forgets the reference               must carry none
//
// NULL, values without counts and objects that never die are right in all three.

import { Fault } from "./fault.ts";
import { type FrameHandle, type Machine, type Operands, type Reference, nullReference } from "./machine.ts";
import { type BoxedSlot, type Slot, borrowedSlot, ownedSlot } from "./slot.ts";

/** The frame on top and its stack: memory holds the stacks of all frames below, this one's is here. */
export class Activation {
  readonly machine: Machine;
  frame: FrameHandle;
  stack: Slot[];

  /** Takes the stack of the machine's current frame out of memory. */
  constructor(machine: Machine) {
    this.machine = machine;
    this.frame = machine.currentFrame();
    this.stack = this.#load();
  }

  /** Writes the stack back and enters a created frame. */
  enter(frame: FrameHandle): void {
    this.#store();
    this.machine.pushFrame(frame);
    this.frame = frame;
    this.stack = this.#load();
  }

  /** Leaves the frame, whose stack must be empty, and takes the caller's stack out of memory. */
  leave(): void {
    if (this.stack.length > 0)
      throw new Fault("stack-effect", `${this.stack.length} values left on a frame that returns`);
    this.machine.popFrame();
    this.frame = this.machine.currentFrame();
    this.stack = this.#load();
  }

  /** Writes the stack back and leaves the frame, a generator's, to be entered again. */
  suspend(kind: number): void {
    this.#store();
    this.machine.suspendFrame(kind);
    this.frame = this.machine.currentFrame();
    this.stack = this.#load();
  }

  #load(): Slot[] {
    const slots = this.machine.stackOf(this.frame).map(ownedSlot);
    this.machine.setStack(this.frame, []);
    return slots;
  }

  #store(): void {
    const references = this.stack.map((slot, index) => {
      if (slot.held !== "boxed") throw new Fault("wrong-representation", `slot ${index} is held as ${slot.held}`);
      if (slot.ownership === "borrowed" && this.machine.isCounted(slot.reference)) {
        throw new Fault("borrowed-across-frames", `slot ${index}`);
      }
      return slot.reference;
    });
    this.machine.setStack(this.frame, references);
  }
}

/** What one uop sees. */
export class Step implements Operands {
  readonly machine: Machine;
  readonly activation: Activation;
  readonly oparg: number;
  readonly operand0: number;
  readonly operand1: number;
  /** Address of the bytecode that the uop comes from. */
  readonly address: number;
  /** Leaving goes on behind the uop, not before its bytecode. */
  readonly leavesBehind: boolean;
  readonly #constants: (index: number) => Reference;

  constructor(
    activation: Activation,
    operands: Operands,
    /** Finds trace constants. */
    constants: (index: number) => Reference,
    address: number,
    leavesBehind: boolean,
  ) {
    this.machine = activation.machine;
    this.activation = activation;
    this.oparg = operands.oparg;
    this.operand0 = operands.operand0;
    this.operand1 = operands.operand1;
    this.address = address;
    this.leavesBehind = leavesBehind;
    this.#constants = constants;
  }

  get frame(): FrameHandle {
    return this.activation.frame;
  }

  /** The trace's constant number operand0, borrowed. */
  constantOperand(): Reference {
    return this.#constants(this.operand0);
  }

  push(slot: Slot): void {
    this.activation.stack.push(slot);
  }

  /** Pushes a reference that carries a count. */
  pushOwned(reference: Reference): void {
    this.push(ownedSlot(reference));
  }

  /** Pushes a reference that carries none. */
  pushBorrowed(reference: Reference): void {
    this.push(borrowedSlot(reference));
  }

  /** Pushes a new reference to a value that somebody else owns. */
  pushCounted(reference: Reference): void {
    if (reference !== nullReference) this.machine.increment(reference);
    this.pushOwned(reference);
  }

  pushBoolean(value: boolean): void {
    this.pushCounted(this.machine.boolean(value));
  }

  /** Takes the top slot off. */
  popSlot(): Slot {
    const slot = this.activation.stack.pop();
    if (slot === undefined) throw new Fault("underflow", "");
    return slot;
  }

  /** Takes the top reference off. */
  pop(): BoxedSlot {
    return boxed(this.popSlot());
  }

  /** Takes the top `count` references off, deepest first. */
  popMany(count: number): BoxedSlot[] {
    const { stack } = this.activation;
    if (count > stack.length) throw new Fault("underflow", "");
    return stack.splice(stack.length - count).map(boxed);
  }

  /** Looks at the reference `depth` places down; 1 is the top. */
  peek(depth: number): Reference {
    const { stack } = this.activation;
    const slot = stack[stack.length - depth];
    if (slot === undefined) throw new Fault("underflow", "");
    return boxed(slot).reference;
  }

  /** Looks at the top `count` references, deepest first. */
  peekMany(count: number): Reference[] {
    const { stack } = this.activation;
    if (count > stack.length) throw new Fault("underflow", "");
    return stack.slice(stack.length - count).map((slot) => boxed(slot).reference);
  }

  /** The slot's reference, with its count. */
  take(slot: BoxedSlot): Reference {
    this.#needsCount(slot, "consumed-borrowed");
    return slot.reference;
  }

  /** Gives the slot's count back. */
  release(slot: BoxedSlot): void {
    this.#needsCount(slot, "released-borrowed");
    if (slot.reference !== nullReference) this.machine.decrement(slot.reference);
  }

  /** Forgets a slot that carries no count. */
  drop(slot: BoxedSlot): void {
    if (slot.ownership === "owned" && this.machine.isCounted(slot.reference)) {
      throw new Fault("dropped-owned", this.machine.typeOf(slot.reference));
    }
  }

  #needsCount(slot: BoxedSlot, code: "consumed-borrowed" | "released-borrowed"): void {
    if (slot.ownership === "borrowed" && this.machine.isCounted(slot.reference)) {
      throw new Fault(code, this.machine.typeOf(slot.reference));
    }
  }

  // Values, with the types that the uop relies on.

  hasType(reference: Reference, type: string): boolean {
    if (reference === nullReference) return false;
    const exact = this.machine.typeOf(reference);
    return exact === type || (type === "int" && exact === "smallint");
  }

  smallInt(reference: Reference): bigint {
    this.#expect(reference, "smallint");
    return this.machine.intValue(reference);
  }

  float(reference: Reference): number {
    this.#expect(reference, "float");
    return this.machine.floatValue(reference);
  }

  string(reference: Reference): string {
    this.#expect(reference, "str");
    return this.machine.stringValue(reference);
  }

  items(reference: Reference, type: "list" | "tuple"): readonly Reference[] {
    this.#expect(reference, type);
    return this.machine.itemsOf(reference);
  }

  length(reference: Reference, type: "list" | "tuple"): number {
    this.#expect(reference, type);
    return this.machine.lengthOf(reference);
  }

  #expect(reference: Reference, type: string): void {
    if (this.hasType(reference, type)) return;
    const found = reference === nullReference ? "NULL" : this.machine.typeOf(reference);
    throw new Fault("wrong-type", `${found}, not ${type}`);
  }
}

/** A slot that holds a reference. */
function boxed(slot: Slot): BoxedSlot {
  if (slot.held !== "boxed") throw new Fault("wrong-representation", `held as ${slot.held}`);
  return slot;
}
