// The machine code of a VM: which slots of the shared table hold traces, and how much code there is.

import type { AssembledTrace } from "./assemble-trace.ts";
import { InvariantError } from "./invariant-error.ts";

/** What trace modules import: the memory and table under `vm`, kernel and runtime functions by name. */
export interface TraceImports {
  readonly vm: { readonly memory: WebAssembly.Memory; readonly table: WebAssembly.Table };
  readonly kernel: WebAssembly.ModuleImports;
  readonly runtime: WebAssembly.ModuleImports;
}

/** Where traces go. */
export interface CodeCacheOptions {
  readonly imports: TraceImports;
  /** First slot that may hold a trace. */
  readonly firstSlot: number;
  /** What a slot without a trace holds; absent: null, and calling it traps. */
  readonly vacant?: WebAssembly.ExportValue;
}

/** Compiles and instantiates a module; its element segment puts the function in its slot. */
export function publish(bytes: Uint8Array<ArrayBuffer>, imports: TraceImports): void {
  const { vm, kernel, runtime } = imports;
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { vm, kernel, runtime });
}

/** Slots of the shared table and the code in them. One per VM. */
export class CodeCache {
  readonly #imports: TraceImports;
  readonly #firstSlot: number;
  readonly #vacant: WebAssembly.ExportValue | null;
  readonly #free: number[] = [];
  /** Bytes of the trace in each slot; a reserved slot has 0. */
  readonly #sizes = new Map<number, number>();
  #nextSlot: number;
  #totalBytes = 0;

  constructor({ imports, firstSlot, vacant }: CodeCacheOptions) {
    this.#imports = imports;
    this.#firstSlot = firstSlot;
    this.#vacant = vacant ?? null;
    this.#nextSlot = firstSlot;
  }

  /** Bytes of all published modules. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Slots in use, reserved ones included. */
  get slotCount(): number {
    return this.#sizes.size;
  }

  /** Takes a slot: one that was released, else the next one, growing the table when it is full. */
  reserve(): number {
    const slot = this.#free.pop() ?? this.#nextSlot++;
    this.#sizes.set(slot, 0);
    const { table } = this.#imports.vm;
    if (slot >= table.length) table.grow(Math.max(slot + 1 - table.length, slot - this.#firstSlot), this.#vacant);
    return slot;
  }

  /** Makes a trace callable in the slot that it was assembled for. @throws InvariantError when the slot is not reserved. */
  publish(slot: number, { bytes }: AssembledTrace): void {
    const before = this.#sizes.get(slot);
    if (before === undefined) throw new InvariantError(`slot ${slot} is not reserved`);
    publish(bytes, this.#imports);
    this.#sizes.set(slot, bytes.length);
    this.#totalBytes += bytes.length - before;
  }

  /** Gives a slot back. Nobody may hold its number any more. @throws InvariantError when it is not in use. */
  release(slot: number): void {
    const size = this.#sizes.get(slot);
    if (size === undefined) throw new InvariantError(`slot ${slot} is not in use`);
    this.#imports.vm.table.set(slot, this.#vacant);
    this.#sizes.delete(slot);
    this.#totalBytes -= size;
    this.#free.push(slot);
  }
}
