// The linear memory and the typed arrays through which TypeScript reads and writes it. Growing memory detaches the arrays, so this
// is the only place that holds them. Addresses are in bytes; a field is read as `memory.load(ref + offset)`.

import { OutOfMemoryError } from "./out-of-memory-error.ts";

/** Bytes of a WebAssembly page. */
const wasmPage = 65536;

/** Up to this many bytes are copied or filled word by word. */
const fewBytes = 128;

/** Typed views of one WebAssembly memory. */
export class MemoryViews {
  readonly memory: WebAssembly.Memory;
  /** Bytes that memory should not grow past. It does so all the same, since few that allocate can fail; {@link onLimit} is told. */
  limit = Infinity;
  onLimit: () => void = ignore;
  i32: Int32Array;
  u8: Uint8Array;
  u16: Uint16Array;
  f64: Float64Array;
  i64: BigInt64Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    const buffer = memory.buffer;
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
  }

  /** Bytes of memory. */
  get size(): number {
    return this.u8.length;
  }

  load(address: number): number {
    return this.i32[address >>> 2] as number;
  }

  store(address: number, value: number): void {
    this.i32[address >>> 2] = value;
  }

  loadU8(address: number): number {
    return this.u8[address] as number;
  }

  storeU8(address: number, value: number): void {
    this.u8[address] = value;
  }

  loadU16(address: number): number {
    return this.u16[address >>> 1] as number;
  }

  storeU16(address: number, value: number): void {
    this.u16[address >>> 1] = value;
  }

  loadF64(address: number): number {
    return this.f64[address >>> 3] as number;
  }

  storeF64(address: number, value: number): void {
    this.f64[address >>> 3] = value;
  }

  loadI64(address: number): bigint {
    return this.i64[address >>> 3] as bigint;
  }

  storeI64(address: number, value: bigint): void {
    this.i64[address >>> 3] = value;
  }

  /** Copies whole words, `bytes` of them in all; the ranges may overlap. A few are copied here: calling the host costs more. */
  copy(target: number, source: number, bytes: number): void {
    if (bytes > fewBytes) {
      this.u8.copyWithin(target, source, source + bytes);
      return;
    }
    const words = this.i32;
    const to = target >>> 2;
    const from = source >>> 2;
    if (to <= from) for (let index = 0; index < bytes >>> 2; index++) words[to + index] = words[from + index] as number;
    else for (let index = (bytes >>> 2) - 1; index >= 0; index--) words[to + index] = words[from + index] as number;
  }

  /** Sets `count` words to `value`. */
  fill(address: number, value: number, count: number): void {
    const first = address >>> 2;
    if (count > fewBytes >>> 2) this.i32.fill(value, first, first + count);
    else for (let at = first; at < first + count; at++) this.i32[at] = value;
  }

  /**
   * Makes memory at least `bytes` long, growing by an eighth at least.
   * @throws OutOfMemoryError when the memory may not grow so far.
   */
  ensureSize(bytes: number): void {
    if (bytes > this.limit) this.onLimit();
    if (bytes <= this.size) return;
    const needed = Math.ceil((bytes - this.size) / wasmPage);
    const generous = Math.max(needed, Math.ceil(this.size / wasmPage / 8), 16);
    if (!this.#tryGrow(generous) && !this.#tryGrow(needed)) throw new OutOfMemoryError("the machine's memory is exhausted");
    const buffer = this.memory.buffer;
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
  }

  #tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}

function ignore(): void {
  // Without a limit nobody wants to know.
}
