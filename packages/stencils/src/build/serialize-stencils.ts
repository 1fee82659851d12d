// The compact form of a stencil set: what a package ships. `StencilSet.load` reads it; stencil-format.ts shows the layout.

import { encodeBase64 } from "./base64.ts";
import { holeKinds } from "../holes.ts";
import type { Hole } from "../holes.ts";
import { stencilFormat } from "../stencil-format.ts";
import type { CalleeType, Stencil, StencilSetData } from "../stencil-data.ts";
import { ByteWriter } from "../wasm/byte-writer.ts";
import { TypeCode } from "../wasm/opcodes.ts";

/** Serialises a set. The same set gives the same bytes. @throws RangeError for a set that is too large for the format. */
export function serializeStencils(set: StencilSetData): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().u32(stencilFormat.version).u32(set.registerCount);
  writer.u32(set.scratch.i32).u32(set.scratch.f64).u32(set.scratch.i64);
  writer.u32(set.types.length);
  for (const type of set.types) {
    const entry = typeEntry(type);
    writer.u32(entry.length).bytes(entry);
  }
  writer.name(set.callees.map(({ name }) => name).join(stencilFormat.separator)).u32(set.callees.length);
  for (const { kind, type } of set.callees) writer.byte(kind === "kernel" ? 0 : 1).u32(type);

  const byUop = Map.groupBy(set.stencils, ({ uop }) => uop);
  const stencils = [...byUop.values()].flat();
  const bodies = new Map<string, { readonly number: number; readonly stencil: Stencil }>();
  const bodyNumbers = stencils.map((stencil) => {
    const key = JSON.stringify([[...stencil.bytes], stencil.holes, stencil.unlikely]);
    const body = bodies.get(key) ?? { number: bodies.size, stencil };
    bodies.set(key, body);
    return body.number;
  });
  writer.name([...byUop.keys()].join(stencilFormat.separator)).u32(byUop.size);
  writer.u32(stencils.length).u32(bodies.size);
  if (stencils.length > 0xffff) throw new RangeError(`${stencils.length} stencils are too many`);

  let first = 0;
  for (const group of byUop.values()) {
    fixed(writer, first, stencilFormat.uopEntrySize);
    first += group.length;
  }
  fixed(writer, first, stencilFormat.uopEntrySize);
  stencils.forEach(({ inputs, outputs }, index) => {
    writer.byte(inputs).byte(outputs);
    fixed(writer, bodyNumbers[index] ?? 0, 2);
  });
  const blob = new ByteWriter();
  for (const { stencil } of bodies.values()) {
    fixed(writer, blob.length, stencilFormat.bodyEntrySize);
    writeBody(blob, stencil);
  }
  fixed(writer, blob.length, stencilFormat.bodyEntrySize);
  return writer.bytes(blob.toBytes()).toBytes();
}

/** A TypeScript module with binary data in it, for generated sources: no file is read at run time. */
export function binaryModule(constant: string, description: string, bytes: Uint8Array): string {
  return `// Generated; do not edit.\n\n/** ${description} Base64. */\nexport const ${constant}: string =\n  "${encodeBase64(bytes)}";\n`;
}

/** Its entry of a type section. */
function typeEntry({ parameters, result }: CalleeType): Uint8Array {
  const writer = new ByteWriter().byte(TypeCode.function).u32(parameters.length);
  for (const type of parameters) writer.byte(TypeCode[type]);
  return (result === "void" ? writer.u32(0) : writer.u32(1).byte(TypeCode[result])).toBytes();
}

/** A little-endian number. */
function fixed(writer: ByteWriter, value: number, size: number): void {
  for (let byte = 0; byte < size; byte++) writer.byte((value >>> (8 * byte)) & 0xff);
}

function writeBody(writer: ByteWriter, { bytes, holes, unlikely }: Stencil): void {
  writer.u32(bytes.length).bytes(bytes).u32(holes.length);
  for (const hole of holes) writeHole(writer, hole);
  writer.u32(unlikely.length);
  for (const at of unlikely) writer.u32(at);
}

function writeHole(writer: ByteWriter, { at, kind, base, scale, mask }: Hole): void {
  const { hasBase, hasScale } = stencilFormat;
  writer.u32(at).byte(holeKinds.indexOf(kind) | (base === 0 ? 0 : hasBase) | (scale === 0 ? 0 : hasScale));
  if (base !== 0) writer.i32(base);
  if (scale !== 0) writer.i32(scale).i32(mask);
}
