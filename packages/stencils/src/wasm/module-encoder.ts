// Writes a whole module from a description: sections in order, nothing inferred, so the same description gives the same bytes.

import { ByteWriter } from "./byte-writer.ts";
import { Opcode, TypeCode } from "./opcodes.ts";

/** A type of values, as the binary format's code. */
type ValueTypeCode = number;

export interface FunctionType {
  readonly parameters: readonly ValueTypeCode[];
  readonly results: readonly ValueTypeCode[];
}

export interface Limits {
  readonly minimum: number;
  readonly maximum?: number;
}

export type ImportDescription =
  | { readonly kind: "function"; readonly type: number }
  | { readonly kind: "table"; readonly limits: Limits }
  | { readonly kind: "memory"; readonly limits: Limits }
  | { readonly kind: "global"; readonly type: ValueTypeCode; readonly isMutable: boolean };

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly description: ImportDescription;
}

export interface Export {
  readonly name: string;
  readonly kind: "function" | "table" | "memory" | "global";
  readonly index: number;
}

/** A defined global; the initial value of an i32 or f64 is a number, of an i64 a bigint. */
export interface Global {
  readonly type: ValueTypeCode;
  readonly isMutable: boolean;
  readonly initial: number | bigint;
}

/** A run of one function type: locals are declared as runs. */
export interface LocalRun {
  readonly count: number;
  readonly type: ValueTypeCode;
}

interface FunctionBody {
  readonly type: number;
  readonly locals: readonly LocalRun[];
  /** Instructions with the final `end`. */
  readonly code: Uint8Array;
}

/** Functions put in table 0 when the module is instantiated. */
export interface ElementSegment {
  readonly offset: number;
  readonly functions: readonly number[];
}

export interface ModuleDescription {
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionBody[];
  readonly globals: readonly Global[];
  readonly exports: readonly Export[];
  readonly elements: readonly ElementSegment[];
}

const exportKinds = { function: 0, table: 1, memory: 2, global: 3 } as const;

/** Encodes a module. */
export function encodeModule(module: ModuleDescription): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter().bytes([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  section(out, 1, module.types, (writer, type) => {
    writer.byte(TypeCode.function).u32(type.parameters.length).bytes(type.parameters);
    writer.u32(type.results.length).bytes(type.results);
  });
  section(out, 2, module.imports, writeImport);
  section(out, 3, module.functions, (writer, body) => writer.u32(body.type));
  section(out, 6, module.globals, writeGlobal);
  section(out, 7, module.exports, (writer, item) => {
    writer.name(item.name).byte(exportKinds[item.kind]).u32(item.index);
  });
  section(out, 9, module.elements, (writer, segment) => {
    writer.u32(0).byte(Opcode.i32Const).i32(segment.offset).byte(Opcode.end).u32(segment.functions.length);
    for (const index of segment.functions) writer.u32(index);
  });
  section(out, 10, module.functions, (writer, body) => {
    const code = new ByteWriter().u32(body.locals.length);
    for (const run of body.locals) code.u32(run.count).byte(run.type);
    code.bytes(body.code);
    writer.u32(code.length).bytes(code.toBytes());
  });
  return out.toBytes();
}

function section<T>(
  out: ByteWriter,
  id: number,
  items: readonly T[],
  write: (writer: ByteWriter, item: T) => void,
): void {
  if (items.length === 0) return;
  const writer = new ByteWriter().u32(items.length);
  for (const item of items) write(writer, item);
  out.byte(id).u32(writer.length).bytes(writer.toBytes());
}

function writeImport(writer: ByteWriter, { module, name, description }: Import): void {
  writer.name(module).name(name);
  switch (description.kind) {
    case "function":
      writer.byte(0).u32(description.type);
      return;
    case "table":
      writer.byte(1).byte(TypeCode.funcref);
      writeLimits(writer, description.limits);
      return;
    case "memory":
      writer.byte(2);
      writeLimits(writer, description.limits);
      return;
    case "global":
      writer
        .byte(3)
        .byte(description.type)
        .byte(description.isMutable ? 1 : 0);
  }
}

function writeLimits(writer: ByteWriter, { minimum, maximum }: Limits): void {
  writer.byte(maximum === undefined ? 0 : 1).u32(minimum);
  if (maximum !== undefined) writer.u32(maximum);
}

function writeGlobal(writer: ByteWriter, { type, isMutable, initial }: Global): void {
  writer.byte(type).byte(isMutable ? 1 : 0);
  if (typeof initial === "bigint") writer.byte(Opcode.i64Const).i64(initial);
  else if (type === TypeCode.f64) writer.byte(Opcode.f64Const).f64(initial);
  else writer.byte(Opcode.i32Const).i32(initial);
  writer.byte(Opcode.end);
}
