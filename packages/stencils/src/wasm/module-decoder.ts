// Reads a module back into the description that `encodeModule` takes: what the cutter needs of Binaryen's output, and the other half
// of the round-trip tests. Tables and memories are imported in every module of this package; defined ones are refused.

import { ByteReader } from "./byte-reader.ts";
import { Opcode, TypeCode } from "./opcodes.ts";
import type {
  ElementSegment,
  Export,
  FunctionType,
  Global,
  Import,
  ImportDescription,
  Limits,
  LocalRun,
  ModuleDescription,
} from "./module-encoder.ts";

/** Decodes a module. @throws RangeError when it is malformed or has sections that this package never makes. */
export function decodeModule(bytes: Uint8Array): ModuleDescription {
  const reader = new ByteReader(bytes, 8);
  let types: FunctionType[] = [];
  let imports: Import[] = [];
  let functionTypes: number[] = [];
  let globals: Global[] = [];
  let exports: Export[] = [];
  let elements: ElementSegment[] = [];
  let bodies: { locals: LocalRun[]; code: Uint8Array }[] = [];
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const size = reader.u32();
    const section = new ByteReader(bytes, reader.at, reader.at + size);
    reader.at += size;
    switch (id) {
      case 0:
        break;
      case 1:
        types = vector(section, readFunctionType);
        break;
      case 2:
        imports = vector(section, readImport);
        break;
      case 3:
        functionTypes = vector(section, (r) => r.u32());
        break;
      case 6:
        globals = vector(section, readGlobal);
        break;
      case 7:
        exports = vector(section, readExport);
        break;
      case 9:
        elements = vector(section, readElement);
        break;
      case 10:
        bodies = vector(section, readBody);
        break;
      default:
        throw new RangeError(`a module with section ${id}`);
    }
  }
  if (bodies.length !== functionTypes.length) throw new RangeError("as many bodies as function types are needed");
  const functions = bodies.map((body, index) => ({ type: functionTypes[index] ?? 0, ...body }));
  return { types, imports, functions, globals, exports, elements };
}

function vector<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  return Array.from({ length: reader.u32() }, () => read(reader));
}

function readFunctionType(reader: ByteReader): FunctionType {
  if (reader.byte() !== TypeCode.function) throw new RangeError("a type that is not a function type");
  return { parameters: vector(reader, (r) => r.byte()), results: vector(reader, (r) => r.byte()) };
}

function readImport(reader: ByteReader): Import {
  return { module: reader.name(), name: reader.name(), description: readImportDescription(reader) };
}

function readImportDescription(reader: ByteReader): ImportDescription {
  const kind = reader.byte();
  switch (kind) {
    case 0:
      return { kind: "function", type: reader.u32() };
    case 1:
      reader.byte();
      return { kind: "table", limits: readLimits(reader) };
    case 2:
      return { kind: "memory", limits: readLimits(reader) };
    case 3:
      return { kind: "global", type: reader.byte(), isMutable: reader.byte() === 1 };
    default:
      throw new RangeError(`import kind ${kind}`);
  }
}

function readLimits(reader: ByteReader): Limits {
  const hasMaximum = reader.byte() === 1;
  const minimum = reader.u32();
  return hasMaximum ? { minimum, maximum: reader.u32() } : { minimum };
}

function readGlobal(reader: ByteReader): Global {
  const type = reader.byte();
  const isMutable = reader.byte() === 1;
  const initial = readConstant(reader);
  return { type, isMutable, initial };
}

function readConstant(reader: ByteReader): number | bigint {
  const opcode = reader.byte();
  const value = readConstantValue(reader, opcode);
  if (reader.byte() !== Opcode.end) throw new RangeError("a constant expression of more than one instruction");
  return value;
}

function readConstantValue(reader: ByteReader, opcode: number): number | bigint {
  switch (opcode) {
    case Opcode.i32Const:
      return reader.i32();
    case Opcode.i64Const:
      return reader.i64();
    case Opcode.f64Const:
      return reader.f64();
    default:
      throw new RangeError(`constant instruction 0x${opcode.toString(16)}`);
  }
}

function readExport(reader: ByteReader): Export {
  const name = reader.name();
  const kind = (["function", "table", "memory", "global"] as const)[reader.byte()];
  if (kind === undefined) throw new RangeError("export kind");
  return { name, kind, index: reader.u32() };
}

function readElement(reader: ByteReader): ElementSegment {
  if (reader.u32() !== 0) throw new RangeError("an element segment that is not active in table 0");
  const offset = readConstant(reader);
  return { offset: Number(offset), functions: vector(reader, (r) => r.u32()) };
}

function readBody(reader: ByteReader): { locals: LocalRun[]; code: Uint8Array } {
  const size = reader.u32();
  const end = reader.at + size;
  const locals = vector(reader, (r) => ({ count: r.u32(), type: r.byte() }));
  return { locals, code: reader.take(end - reader.at).slice() };
}
