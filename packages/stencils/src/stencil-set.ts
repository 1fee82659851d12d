// A stencil set as the patcher wants it: one blob of bytes and flat tables of numbers.
//
//   stencil ─▶ body ─▶ bytes[bodyStart[b] … bodyStart[b + 1]]
//                      holes[holeStart[b] … holeStart[b + 1]]      five numbers each: at, kind, base, scale, mask
//                      hints, callees                              likewise

import { elementOf } from "./element-of.ts";
import { type LocalLayout, layOutLocals, type LocalType } from "./registers.ts";
import { stencilFormat } from "./stencil-format.ts";
import type { Callee } from "./stencil-data.ts";
import type { Variant } from "./variants.ts";
import { ByteReader } from "./wasm/byte-reader.ts";
import { ByteWriter } from "./wasm/byte-writer.ts";
import { TypeCode } from "./wasm/opcodes.ts";
import { holeKinds } from "./holes.ts";

declare const stencilIdBrand: unique symbol;
/** Index of a stencil in its set. */
export type StencilId = number & { readonly [stencilIdBrand]: true };

/** Numbers per hole in {@link StencilTables.holes}. */
export const holeStride = 5;

/** The flat tables. */
export interface StencilTables {
  readonly bytes: Uint8Array;
  /** Body of each stencil. */
  readonly body: Int32Array;
  readonly bodyStart: Int32Array;
  readonly holes: Int32Array;
  readonly holeStart: Int32Array;
  /** Offsets of rarely taken branches. */
  readonly hints: Int32Array;
  readonly hintStart: Int32Array;
  /** Callees of each body. */
  readonly callees: Int32Array;
  readonly calleeStart: Int32Array;
  /** By callee: its entry of the import section without the type index; by type: its entry of the type section. */
  readonly importEntries: readonly Uint8Array[];
  readonly typeEntries: readonly Uint8Array[];
  /** Type of each callee. */
  readonly calleeType: Int32Array;
}

/** A loaded stencil set. Immutable. */
export class StencilSet {
  readonly registerCount: number;
  readonly layout: LocalLayout;
  readonly callees: readonly Callee[];
  readonly tables: StencilTables;
  /** Stencil by uop and `inputs * (K + 1) + outputs`; -1 where there is none. */
  readonly #byUop: ReadonlyMap<string, Int32Array>;
  readonly #names: readonly { readonly uop: string; readonly variant: Variant }[];

  private constructor(
    layout: LocalLayout,
    callees: readonly Callee[],
    tables: StencilTables,
    names: readonly { readonly uop: string; readonly variant: Variant }[],
  ) {
    this.registerCount = layout.registerCount;
    this.layout = layout;
    this.callees = callees;
    this.tables = tables;
    this.#names = names;
    const depths = this.registerCount + 1;
    const byUop = new Map<string, Int32Array>();
    names.forEach(({ uop, variant }, index) => {
      const table = byUop.get(uop) ?? new Int32Array(depths * depths).fill(-1);
      table[variant.inputs * depths + variant.outputs] = index;
      byUop.set(uop, table);
    });
    this.#byUop = byUop;
  }

  /** Reads what `serializeStencils` wrote. @throws RangeError for other bytes. */
  static load(bytes: Uint8Array): StencilSet {
    const reader = new ByteReader(bytes);
    const version = reader.u32();
    if (version !== stencilFormat.version)
      throw new RangeError(`stencil format ${version}, expected ${stencilFormat.version}`);
    const registerCount = reader.u32();
    const layout = layOutLocals(registerCount, { i32: reader.u32(), f64: reader.u32(), i64: reader.u32() });
    const typeEntries = vector(reader, readTypeEntry);
    const callees = vector(reader, (r): Callee => ({
      kind: r.u32() === 0 ? "kernel" : "runtime",
      name: r.name(),
      type: r.u32(),
    }));
    const bodies = readBodies(reader);
    const uops = vector(reader, (r) => r.name());
    const body: number[] = [];
    const names = vector(reader, (r) => {
      const name = { uop: elementOf(uops, r.u32()), variant: { inputs: r.u32(), outputs: r.u32() } };
      body.push(r.u32());
      return name;
    });
    const tables: StencilTables = {
      ...bodies,
      body: Int32Array.from(body),
      importEntries: callees.map(({ kind, name }) => new ByteWriter().name(kind).name(name).byte(0).toBytes()),
      typeEntries,
      calleeType: Int32Array.from(callees, ({ type }) => type),
    };
    return new StencilSet(layout, callees, tables, names);
  }

  get length(): number {
    return this.#names.length;
  }

  /** The stencil of a variant, or `undefined`. */
  find(uop: string, inputs: number, outputs: number): StencilId | undefined {
    const index = this.#byUop.get(uop)?.[inputs * (this.registerCount + 1) + outputs] ?? -1;
    return index < 0 ? undefined : (index as StencilId);
  }

  /** The stencil of a variant. @throws RangeError when the set has none. */
  get(uop: string, inputs: number, outputs: number): StencilId {
    const stencil = this.find(uop, inputs, outputs);
    if (stencil === undefined) throw new RangeError(`no stencil ${uop}_r${inputs}${outputs}`);
    return stencil;
  }

  /** The variants of a uop that the set has; empty when it does not know the uop. */
  variantsOf(uop: string): readonly Variant[] {
    return this.#names.filter((name) => name.uop === uop).map(({ variant }) => variant);
  }

  /** What people call a stencil: `_ADD_r23`. */
  nameOf(stencil: StencilId): string {
    const { uop, variant } = elementOf(this.#names, stencil);
    return `${uop}_r${variant.inputs}${variant.outputs}`;
  }
}

function vector<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  return Array.from({ length: reader.u32() }, () => read(reader));
}

function readTypeEntry(reader: ByteReader): Uint8Array {
  const parameters = vector(reader, (r) => typeCode(elementOf(stencilFormat.types, r.u32())));
  const result = elementOf(stencilFormat.types, reader.u32());
  const writer = new ByteWriter().byte(TypeCode.function).u32(parameters.length).bytes(parameters);
  return (result === "void" ? writer.u32(0) : writer.u32(1).byte(typeCode(result))).toBytes();
}

function typeCode(type: LocalType | "void"): number {
  if (type === "void") throw new RangeError("a parameter of type void");
  return TypeCode[type];
}

type BodyTables = Pick<
  StencilTables,
  "bytes" | "bodyStart" | "holes" | "holeStart" | "hints" | "hintStart" | "callees" | "calleeStart"
>;

function readBodies(reader: ByteReader): BodyTables {
  const writer = new ByteWriter();
  const starts: Record<"body" | "hole" | "hint" | "callee", number[]> = {
    body: [0],
    hole: [0],
    hint: [0],
    callee: [0],
  };
  const holes: number[] = [];
  const hints: number[] = [];
  const callees: number[] = [];
  const call = holeKinds.indexOf("call");
  const count = reader.u32();
  for (let body = 0; body < count; body++) {
    writer.bytes(reader.take(reader.u32()));
    const holeCount = reader.u32();
    for (let hole = 0; hole < holeCount; hole++) {
      const [at, kind, base] = [reader.u32(), reader.u32(), reader.i32()];
      holes.push(at, kind, base, reader.i32(), reader.i32());
      if (kind === call && !callees.includes(base, elementOf(starts.callee, body))) callees.push(base);
    }
    hints.push(...vector(reader, (r) => r.u32()));
    starts.body.push(writer.length);
    starts.hole.push(holes.length / holeStride);
    starts.hint.push(hints.length);
    starts.callee.push(callees.length);
  }
  return {
    bytes: writer.toBytes(),
    bodyStart: Int32Array.from(starts.body),
    holes: Int32Array.from(holes),
    holeStart: Int32Array.from(starts.hole),
    hints: Int32Array.from(hints),
    hintStart: Int32Array.from(starts.hint),
    callees: Int32Array.from(callees),
    calleeStart: Int32Array.from(starts.callee),
  };
}
