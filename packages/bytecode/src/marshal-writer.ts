// Code objects as CPython's `marshal` writes them.
//
// Strings, bytes and tuples of names that occur again are written once and referred to. CPython decides that by reference counts; a
// reader cannot tell.

import { type CodeConstant, type CodeObject } from "./code-object.ts";
import { encodeExceptionTable } from "./exception-table.ts";
import { MarshalType, encodeText, longDigitBits, refFlag } from "./marshal-format.ts";
import { encodePositionTable } from "./position-table.ts";

const identifier = /^\w*$/;

/** How to write. */
export interface MarshalCodeOptions {
  /** Whether what occurs again is written once (the default), or each time: for a code object inside of something else. */
  readonly references?: "shared" | "none";
}

/** The bytes of a code object, all code objects among its constants included. */
export function marshalCode(code: CodeObject, { references = "shared" }: MarshalCodeOptions = {}): Uint8Array {
  const counter = new MarshalWriter(new Map());
  counter.code(code);
  if (references === "none") return counter.bytes();
  const writer = new MarshalWriter(counter.occurrences);
  writer.code(code);
  return writer.bytes();
}

/** Writes twice: first to count what occurs, then with references. */
class MarshalWriter {
  readonly occurrences = new Map<string, number>();
  readonly #counts: ReadonlyMap<string, number>;
  readonly #references = new Map<string, number>();
  #buffer = new Uint8Array(1 << 12);
  #length = 0;

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = counts;
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  code(it: CodeObject): void {
    this.#byte(MarshalType.CODE);
    for (const count of [it.argcount, it.posonlyargcount, it.kwonlyargcount, it.stacksize, it.flags])
      this.#int32(count);
    this.#bytes(new Uint8Array(it.code.buffer, it.code.byteOffset, it.code.byteLength));
    this.#tuple(it.consts.length);
    for (const constant of it.consts) this.#constant(constant);
    this.#names(it.names);
    this.#names(it.localsplus.map(({ name }) => name));
    this.#bytes(Uint8Array.from(it.localsplus, ({ kind }) => kind));
    for (const name of [it.filename, it.name, it.qualname]) this.#text(name);
    this.#int32(it.firstLineNumber);
    this.#bytes(encodePositionTable(it.positions, it.firstLineNumber));
    this.#bytes(encodeExceptionTable(it.exceptionTable));
  }

  #constant(constant: CodeConstant): void {
    switch (constant.type) {
      case "None":
        return this.#byte(MarshalType.NONE);
      case "Ellipsis":
        return this.#byte(MarshalType.ELLIPSIS);
      case "bool":
        return this.#byte(constant.value ? MarshalType.TRUE : MarshalType.FALSE);
      case "int":
        return this.#int(constant.value);
      case "float":
        this.#byte(MarshalType.FLOAT);
        return this.#float64(constant.value);
      case "complex":
        this.#byte(MarshalType.COMPLEX);
        this.#float64(constant.real);
        return this.#float64(constant.imag);
      case "str":
        return this.#text(constant.value);
      case "bytes":
        return this.#bytes(constant.value);
      case "tuple":
        this.#tuple(constant.items.length);
        return constant.items.forEach((item) => this.#constant(item));
      case "frozenset":
        this.#byte(MarshalType.FROZENSET);
        this.#int32(constant.items.length);
        return constant.items.forEach((item) => this.#constant(item));
      case "slice":
        this.#byte(MarshalType.SLICE);
        return [constant.start, constant.stop, constant.step].forEach((part) => this.#constant(part));
      case "code":
        return this.code(constant.code);
    }
  }

  #int(value: number | bigint): void {
    const integer = BigInt(value);
    if (BigInt.asIntN(32, integer) === integer) {
      this.#byte(MarshalType.INT);
      return this.#int32(Number(integer));
    }
    const digits: number[] = [];
    for (let rest = integer < 0n ? -integer : integer; rest > 0n; rest >>= BigInt(longDigitBits)) {
      digits.push(Number(rest & 0x7fffn));
    }
    this.#byte(MarshalType.LONG);
    this.#int32(integer < 0n ? -digits.length : digits.length);
    for (const digit of digits) {
      this.#byte(digit & 0xff);
      this.#byte(digit >> 8);
    }
  }

  #text(text: string): void {
    const flag = this.#shared(`s${text}`);
    if (flag === undefined) return;
    const bytes = encodeText(text);
    const isInterned = identifier.test(text);
    if (bytes.length !== text.length) {
      this.#byte((isInterned ? MarshalType.INTERNED : MarshalType.UNICODE) | flag);
      this.#int32(bytes.length);
    } else if (bytes.length < 256) {
      this.#byte((isInterned ? MarshalType.SHORT_ASCII_INTERNED : MarshalType.SHORT_ASCII) | flag);
      this.#byte(bytes.length);
    } else {
      this.#byte((isInterned ? MarshalType.ASCII_INTERNED : MarshalType.ASCII) | flag);
      this.#int32(bytes.length);
    }
    this.#raw(bytes);
  }

  #names(names: readonly string[]): void {
    const flag = this.#shared(`n${JSON.stringify(names)}`);
    if (flag === undefined) return;
    this.#tuple(names.length, flag);
    for (const name of names) this.#text(name);
  }

  #bytes(bytes: Uint8Array): void {
    const flag = this.#shared(`b${bytes.join()}`);
    if (flag === undefined) return;
    this.#byte(MarshalType.BYTES | flag);
    this.#int32(bytes.length);
    this.#raw(bytes);
  }

  #tuple(length: number, flag = 0): void {
    if (length < 256) {
      this.#byte(MarshalType.SMALL_TUPLE | flag);
      this.#byte(length);
    } else {
      this.#byte(MarshalType.TUPLE | flag);
      this.#int32(length);
    }
  }

  /** The flag to write an object with; `undefined` when it was written before, and a reference has been now. */
  #shared(key: string): number | undefined {
    this.occurrences.set(key, (this.occurrences.get(key) ?? 0) + 1);
    if ((this.#counts.get(key) ?? 0) < 2) return 0;
    const reference = this.#references.get(key);
    if (reference === undefined) {
      this.#references.set(key, this.#references.size);
      return refFlag;
    }
    this.#byte(MarshalType.REFERENCE);
    this.#int32(reference);
    return undefined;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  #int32(value: number): void {
    this.#reserve(4);
    new DataView(this.#buffer.buffer).setInt32(this.#length, value, true);
    this.#length += 4;
  }

  #float64(value: number): void {
    this.#reserve(8);
    new DataView(this.#buffer.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const larger = new Uint8Array(2 * (this.#length + count));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
