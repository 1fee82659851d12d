// Reads code objects in the format of CPython's `marshal`. Positions and exception tables stay bytes until somebody asks: most functions
// of a module that is imported never run.

import {
  type CodeConstant,
  type CodeObject,
  type CodePosition,
  type ExceptionTableEntry,
  type LocalVariable,
} from "./code-object.ts";
import { decodeExceptionTable } from "./exception-table.ts";
import { MarshalType, decodeText, longDigitBits, refFlag } from "./marshal-format.ts";
import { decodePositionTable } from "./position-table.ts";

/** The bytes are not a code object. */
export class MarshalError extends Error {
  override readonly name = "MarshalError";
}

/** How to read. */
export interface UnmarshalOptions {
  /** For every code object in place of the file name that was written. */
  readonly filename?: string;
}

/**
 * The code object that `marshalCode`, or CPython 3.14, wrote.
 * @throws MarshalError when the bytes are none.
 */
export function unmarshalCode(bytes: Uint8Array, { filename }: UnmarshalOptions = {}): CodeObject {
  const value = new MarshalReader(bytes, filename).constant();
  if (value.type !== "code") throw new MarshalError(`a ${value.type} where a code object should be`);
  return value.code;
}

interface CodeParts extends Omit<CodeObject, "positions" | "exceptionTable"> {
  readonly positionTable: Uint8Array;
  readonly encodedExceptionTable: Uint8Array;
}

/** A code object whose tables are decoded when they are asked for. */
class LoadedCode implements CodeObject {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstLineNumber: number;
  readonly flags: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly consts: readonly CodeConstant[];
  readonly names: readonly string[];
  readonly localsplus: readonly LocalVariable[];
  readonly code: Uint16Array;
  readonly #positionTable: Uint8Array;
  readonly #encodedExceptionTable: Uint8Array;
  #positions: readonly (CodePosition | null)[] | undefined;
  #exceptionTable: readonly ExceptionTableEntry[] | undefined;

  constructor(parts: CodeParts) {
    this.name = parts.name;
    this.qualname = parts.qualname;
    this.filename = parts.filename;
    this.firstLineNumber = parts.firstLineNumber;
    this.flags = parts.flags;
    this.argcount = parts.argcount;
    this.posonlyargcount = parts.posonlyargcount;
    this.kwonlyargcount = parts.kwonlyargcount;
    this.stacksize = parts.stacksize;
    this.consts = parts.consts;
    this.names = parts.names;
    this.localsplus = parts.localsplus;
    this.code = parts.code;
    this.#positionTable = parts.positionTable;
    this.#encodedExceptionTable = parts.encodedExceptionTable;
  }

  get positions(): readonly (CodePosition | null)[] {
    return (this.#positions ??= decodePositionTable(this.#positionTable, this.firstLineNumber));
  }

  get exceptionTable(): readonly ExceptionTableEntry[] {
    return (this.#exceptionTable ??= decodeExceptionTable(this.#encodedExceptionTable));
  }
}

class MarshalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #filename: string | undefined;
  readonly #references: CodeConstant[] = [];
  #at = 0;

  constructor(bytes: Uint8Array, filename: string | undefined) {
    // Node's Buffer is one, too, and its `slice` does not copy.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#filename = filename;
  }

  constant(): CodeConstant {
    const first = this.#byte();
    const type = first & ~refFlag;
    if (type === MarshalType.REFERENCE) return this.#reference();
    if ((first & refFlag) === 0) return this.#content(type);
    // Counted before what is inside.
    const index = this.#references.push({ type: "None" }) - 1;
    const value = this.#content(type);
    this.#references[index] = value;
    return value;
  }

  #reference(): CodeConstant {
    const index = this.#int32();
    const value = this.#references[index];
    if (value === undefined) throw new MarshalError(`no object ${index} to refer to`);
    return value;
  }

  #content(type: number): CodeConstant {
    switch (type) {
      case MarshalType.NONE:
        return { type: "None" };
      case MarshalType.ELLIPSIS:
        return { type: "Ellipsis" };
      case MarshalType.TRUE:
        return { type: "bool", value: true };
      case MarshalType.FALSE:
        return { type: "bool", value: false };
      case MarshalType.INT:
        return { type: "int", value: this.#int32() };
      case MarshalType.LONG:
        return { type: "int", value: this.#long() };
      case MarshalType.FLOAT:
        return { type: "float", value: this.#float64() };
      case MarshalType.COMPLEX:
        return { type: "complex", real: this.#float64(), imag: this.#float64() };
      case MarshalType.BYTES:
        return { type: "bytes", value: this.#raw(this.#int32()).slice() };
      case MarshalType.SHORT_ASCII:
      case MarshalType.SHORT_ASCII_INTERNED:
        return { type: "str", value: this.#ascii(this.#byte()) };
      case MarshalType.ASCII:
      case MarshalType.ASCII_INTERNED:
        return { type: "str", value: this.#ascii(this.#int32()) };
      case MarshalType.UNICODE:
      case MarshalType.INTERNED:
        return { type: "str", value: decodeText(this.#raw(this.#int32())) };
      case MarshalType.SMALL_TUPLE:
        return { type: "tuple", items: this.#items(this.#byte()) };
      case MarshalType.TUPLE:
        return { type: "tuple", items: this.#items(this.#int32()) };
      case MarshalType.FROZENSET:
        return { type: "frozenset", items: this.#items(this.#int32()) };
      case MarshalType.SLICE:
        return { type: "slice", start: this.constant(), stop: this.constant(), step: this.constant() };
      case MarshalType.CODE:
        return { type: "code", code: this.#code() };
      default:
        throw new MarshalError(`an object of type ${JSON.stringify(String.fromCharCode(type))}`);
    }
  }

  #code(): CodeObject {
    const argcount = this.#int32();
    const posonlyargcount = this.#int32();
    const kwonlyargcount = this.#int32();
    const stacksize = this.#int32();
    const flags = this.#int32();
    const code = this.#bytesValue();
    const consts = this.#tuple();
    const names = this.#tuple().map(textOf);
    const localNames = this.#tuple();
    const kinds = this.#bytesValue();
    const filename = textOf(this.constant());
    return new LoadedCode({
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      code: new Uint16Array(code.slice().buffer),
      consts,
      names,
      localsplus: localNames.map((name, index) => ({ name: textOf(name), kind: kinds[index] ?? 0 })),
      filename: this.#filename ?? filename,
      name: textOf(this.constant()),
      qualname: textOf(this.constant()),
      firstLineNumber: this.#int32(),
      positionTable: this.#bytesValue(),
      encodedExceptionTable: this.#bytesValue(),
    });
  }

  #tuple(): readonly CodeConstant[] {
    const value = this.constant();
    if (value.type !== "tuple") throw new MarshalError(`a ${value.type} where a tuple should be`);
    return value.items;
  }

  #bytesValue(): Uint8Array {
    const value = this.constant();
    if (value.type !== "bytes") throw new MarshalError(`a ${value.type} where bytes should be`);
    return value.value;
  }

  #items(count: number): readonly CodeConstant[] {
    const items: CodeConstant[] = [];
    for (let index = 0; index < count; index++) items.push(this.constant());
    return items;
  }

  #long(): bigint {
    const length = this.#int32();
    let value = 0n;
    for (let index = 0; index < Math.abs(length); index++) {
      value |= BigInt(this.#byte() | (this.#byte() << 8)) << BigInt(longDigitBits * index);
    }
    return length < 0 ? -value : value;
  }

  #ascii(count: number): string {
    let text = "";
    if (count > 64) return new TextDecoder("latin1").decode(this.#raw(count));
    for (const byte of this.#raw(count)) text += String.fromCharCode(byte);
    return text;
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  #float64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  #raw(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#bytes.subarray(start, start + count);
  }

  #take(count: number): number {
    const start = this.#at;
    if (count < 0 || start + count > this.#bytes.length) throw new MarshalError("the bytes end too early");
    this.#at = start + count;
    return start;
  }
}

function textOf(value: CodeConstant): string {
  if (value.type !== "str") throw new MarshalError(`a ${value.type} where a str should be`);
  return value.value;
}
