// The compact form of a stencil set: what a package ships. `StencilSet.load` reads it.
//
//   version, K, scratch counts
//   types      parameters and result
//   callees    kind, name, type
//   bodies     bytes, holes, unlikely branches; equal bodies once
//   uops       names
//   stencils   uop, inputs, outputs, body

import { encodeBase64 } from "./base64.ts";
import { holeKinds } from "../holes.ts";
import type { Hole } from "../holes.ts";
import { stencilFormat } from "../stencil-format.ts";
import type { Stencil, StencilSetData } from "../stencil-data.ts";
import { ByteWriter } from "../wasm/byte-writer.ts";

/** Serialises a set. The same set gives the same bytes. */
export function serializeStencils(set: StencilSetData): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter().u32(stencilFormat.version).u32(set.registerCount);
  writer.u32(set.scratch.i32).u32(set.scratch.f64).u32(set.scratch.i64);
  writer.u32(set.types.length);
  for (const { parameters, result } of set.types) {
    writer.u32(parameters.length);
    for (const type of parameters) writer.u32(stencilFormat.types.indexOf(type));
    writer.u32(stencilFormat.types.indexOf(result));
  }
  writer.u32(set.callees.length);
  for (const { kind, name, type } of set.callees)
    writer
      .u32(kind === "kernel" ? 0 : 1)
      .name(name)
      .u32(type);
  const bodies = new Map<string, { readonly number: number; readonly stencil: Stencil }>();
  const bodyNumbers = set.stencils.map((stencil) => {
    const key = JSON.stringify([[...stencil.bytes], stencil.holes, stencil.unlikely]);
    const body = bodies.get(key) ?? { number: bodies.size, stencil };
    bodies.set(key, body);
    return body.number;
  });
  writer.u32(bodies.size);
  for (const { stencil } of bodies.values()) writeBody(writer, stencil);
  const uops = [...new Set(set.stencils.map(({ uop }) => uop))];
  writer.u32(uops.length);
  for (const uop of uops) writer.name(uop);
  writer.u32(set.stencils.length);
  set.stencils.forEach(({ uop, inputs, outputs }, index) => {
    writer
      .u32(uops.indexOf(uop))
      .u32(inputs)
      .u32(outputs)
      .u32(bodyNumbers[index] ?? 0);
  });
  return writer.toBytes();
}

/** A TypeScript module with binary data in it, for generated sources: no file is read at run time. */
export function binaryModule(constant: string, description: string, bytes: Uint8Array): string {
  return `// Generated; do not edit.\n\n/** ${description} Base64. */\nexport const ${constant}: string =\n  "${encodeBase64(bytes)}";\n`;
}

function writeBody(writer: ByteWriter, { bytes, holes, unlikely }: Stencil): void {
  writer.u32(bytes.length).bytes(bytes).u32(holes.length);
  for (const hole of holes) writeHole(writer, hole);
  writer.u32(unlikely.length);
  for (const at of unlikely) writer.u32(at);
}

function writeHole(writer: ByteWriter, { at, kind, base, scale, mask }: Hole): void {
  writer.u32(at).u32(holeKinds.indexOf(kind)).i32(base).i32(scale).i32(mask);
}
