// Frames of the simulated machine: locals and stacks in memory, linked from the top down.

import { type FrameHandle, type FrameOwner, type Reference, nullReference } from "../machine.ts";
import { Fault } from "../fault.ts";
import type { SimulatedCode } from "./objects.ts";

/** One frame. Everything in it is owned, `callable` too. */
export interface SimulatedFrame {
  readonly code: SimulatedCode;
  /** The function that runs; 0 for the root frame. */
  readonly callable: Reference;
  readonly locals: Reference[];
  readonly owner: FrameOwner;
  stack: readonly Reference[];
  instructionPointer: number;
  returnOffset: number;
}

/** The frames that exist, and which of them run. */
export class SimulatedFrames {
  readonly #frames: SimulatedFrame[] = [];
  readonly #running: FrameHandle[] = [];

  create(code: SimulatedCode, callable: Reference, locals: readonly Reference[], owner: FrameOwner): FrameHandle {
    const filled = Array.from({ length: code.localCount }, (_, index) => locals[index] ?? nullReference);
    this.#frames.push({ code, callable, owner, locals: filled, stack: [], instructionPointer: 0, returnOffset: 0 });
    return this.#frames.length;
  }

  get(handle: FrameHandle): SimulatedFrame {
    const frame = this.#frames[handle - 1];
    if (frame === undefined) throw new Fault("wrong-frame", `no frame ${handle}`);
    return frame;
  }

  get depth(): number {
    return this.#running.length;
  }

  current(): FrameHandle {
    const handle = this.#running.at(-1);
    if (handle === undefined) throw new Fault("wrong-frame", "no frame runs");
    return handle;
  }

  /** The frame below one that runs. */
  below(handle: FrameHandle): FrameHandle {
    const found = this.#running[this.#running.lastIndexOf(handle) - 1];
    if (found === undefined) throw new Fault("wrong-frame", "there is no frame below");
    return found;
  }

  push(handle: FrameHandle): void {
    this.#running.push(handle);
  }

  pop(): SimulatedFrame {
    const frame = this.get(this.current());
    this.#running.pop();
    return frame;
  }

  /** Running frames, the root first. */
  running(): readonly SimulatedFrame[] {
    return this.#running.map((handle) => this.get(handle));
  }
}
