// A stencil set as the patcher wants it. Loading looks at names and a few tables. Bodies stay as they are written, and the patcher reads
// them there: a program uses a small part of the set, and what is decoded is spread over memory, which costs more than decoding does.
//
//   uop ─▶ stencils of its variants ─▶ body ─▶ bytes, holes, unlikely branches

import { elementOf } from "./element-of.ts";
import { type LocalLayout, layOutLocals } from "./registers.ts";
import { stencilFormat } from "./stencil-format.ts";
import type { Callee } from "./stencil-data.ts";
import type { Variant } from "./variants.ts";
import { ByteReader } from "./wasm/byte-reader.ts";
import { ByteWriter } from "./wasm/byte-writer.ts";

declare const stencilIdBrand: unique symbol;
/** Index of a stencil in its set. */
export type StencilId = number & { readonly [stencilIdBrand]: true };

/** Bytes that most traces fit in. */
const firstScratch = 16384;

/** A loaded stencil set. Immutable, as far as anybody can tell. */
export class StencilSet {
  readonly registerCount: number;
  readonly layout: LocalLayout;
  readonly callees: readonly Callee[];
  /** Entries of the type section. */
  readonly typeEntries: readonly Uint8Array[];
  readonly length: number;
  /** All of the set, the bodies among it. */
  readonly bytes: Uint8Array;
  /** Where code is put together before its length is known; what is in it between two traces means nothing. @internal */
  scratch: Uint8Array<ArrayBuffer> = new Uint8Array(firstScratch);
  readonly #view: DataView;
  readonly #uops: readonly string[];
  readonly #uopNumbers: ReadonlyMap<string, number>;
  /** Where the tables start. */
  readonly #byUop: number;
  readonly #byStencil: number;
  readonly #byBody: number;
  readonly #blob: number;
  readonly #importEntries: (Uint8Array | undefined)[] = [];

  private constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes);
    const version = reader.u32();
    if (version !== stencilFormat.version)
      throw new RangeError(`stencil format ${version}, expected ${stencilFormat.version}`);
    this.registerCount = reader.u32();
    this.layout = layOutLocals(this.registerCount, { i32: reader.u32(), f64: reader.u32(), i64: reader.u32() });
    this.typeEntries = vector(reader.u32(), () => reader.take(reader.u32()));
    const callees = reader.name().split(stencilFormat.separator);
    this.callees = vector(reader.u32(), (callee) => ({
      kind: reader.byte() === 0 ? "kernel" : "runtime",
      name: elementOf(callees, callee),
      type: reader.u32(),
    }));
    const uops = reader.name().split(stencilFormat.separator);
    this.#uops = uops;
    const uopCount = reader.u32();
    this.length = reader.u32();
    const bodyCount = reader.u32();
    this.#uopNumbers = new Map(uops.map((name, index) => [name, index]));
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#byUop = reader.at;
    this.#byStencil = this.#byUop + (uopCount + 1) * stencilFormat.uopEntrySize;
    this.#byBody = this.#byStencil + this.length * stencilFormat.stencilEntrySize;
    this.#blob = this.#byBody + (bodyCount + 1) * stencilFormat.bodyEntrySize;
    if (this.#blob > bytes.length) throw new RangeError("the stencil set is cut off");
  }

  /** Reads what `serializeStencils` wrote. @throws RangeError for other bytes. */
  static load(bytes: Uint8Array): StencilSet {
    return new StencilSet(bytes);
  }

  /** The stencil of a variant, or `undefined`. */
  find(uop: string, inputs: number, outputs: number): StencilId | undefined {
    const number = this.#uopNumbers.get(uop);
    if (number === undefined) return undefined;
    const end = this.#firstOf(number + 1);
    // Inputs are the low byte of an entry.
    const wanted = inputs | (outputs << 8);
    for (let stencil = this.#firstOf(number); stencil < end; stencil++) {
      if (this.#view.getUint16(this.#byStencil + stencil * stencilFormat.stencilEntrySize, true) === wanted)
        return stencil as StencilId;
    }
    return undefined;
  }

  /** The stencil of a variant. @throws RangeError when the set has none. */
  get(uop: string, inputs: number, outputs: number): StencilId {
    const stencil = this.find(uop, inputs, outputs);
    if (stencil === undefined) throw new RangeError(`no stencil ${uop}_r${inputs}${outputs}`);
    return stencil;
  }

  /** The variants of a uop that the set has; empty when it does not know the uop. */
  variantsOf(uop: string): readonly Variant[] {
    const number = this.#uopNumbers.get(uop);
    if (number === undefined) return [];
    const first = this.#firstOf(number);
    return vector(this.#firstOf(number + 1) - first, (index) => this.#variantOf(first + index));
  }

  /** What people call a stencil: `_ADD_r23`. */
  nameOf(stencil: StencilId): string {
    const uop = this.#uops.findIndex((_, number) => stencil < this.#firstOf(number + 1));
    const { inputs, outputs } = this.#variantOf(stencil);
    return `${elementOf(this.#uops, uop)}_r${inputs}${outputs}`;
  }

  /** Where in {@link bytes} the body of a stencil starts; stencil-format.ts says what is there. */
  bodyOf(stencil: StencilId): number {
    const number = this.#view.getUint16(this.#byStencil + stencil * stencilFormat.stencilEntrySize + 2, true);
    return this.#blob + this.#view.getUint32(this.#byBody + number * stencilFormat.bodyEntrySize, true);
  }

  /** The code that is copied for a stencil. */
  codeOf(stencil: StencilId): Uint8Array {
    const reader = new ByteReader(this.bytes, this.bodyOf(stencil));
    return reader.take(reader.u32());
  }

  /** A callee's entry of the import section, without the type index. */
  importEntryOf(callee: number): Uint8Array {
    return (this.#importEntries[callee] ??= makeImportEntry(elementOf(this.callees, callee)));
  }

  #firstOf(uop: number): number {
    return this.#view.getUint16(this.#byUop + uop * stencilFormat.uopEntrySize, true);
  }

  #variantOf(stencil: number): Variant {
    const at = this.#byStencil + stencil * stencilFormat.stencilEntrySize;
    return { inputs: this.#view.getUint8(at), outputs: this.#view.getUint8(at + 1) };
  }
}

function makeImportEntry({ kind, name }: Callee): Uint8Array {
  return new ByteWriter().name(kind).name(name).byte(0).toBytes();
}

function vector<T>(length: number, read: (index: number) => T): T[] {
  const items: T[] = [];
  for (let index = 0; index < length; index++) items.push(read(index));
  return items;
}
