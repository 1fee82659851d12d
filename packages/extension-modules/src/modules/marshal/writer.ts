// Writes objects as `marshal` does. From version 3 on an object that occurs again is a reference to where it was first; CPython numbers
// those alone that more than one owner has, which a reader cannot tell.

import { MarshalType, encodeText, longDigitBits, marshalCode, refFlag } from "@tjit/bytecode";
import {
  Ellipsis,
  False,
  FixedType,
  None,
  type Runtime,
  True,
  bytesOf,
  codeInfo,
  complexValue,
  contentsOf,
  decref,
  dictNext,
  dictPosition,
  entryKey,
  entryValue,
  floatValue,
  hasHostStack,
  hasBuffer,
  intValue,
  listFrom,
  setError,
  sliceParts,
  strValue,
  typeOf,
} from "@tjit/runtime/api";

const depthLimit = 2000;

/** The bytes of an object; null with an exception set. */
export function marshalObject(rt: Runtime, object: number, version: number, allowsCode: boolean): Uint8Array | null {
  const writer = new ObjectWriter(rt, version, allowsCode);
  return writer.object(object, 0) ? writer.bytes() : null;
}

class ObjectWriter {
  readonly #rt: Runtime;
  readonly #version: number;
  readonly #allowsCode: boolean;
  readonly #out: number[] = [];
  readonly #references = new Map<number, number>();

  constructor(rt: Runtime, version: number, allowsCode: boolean) {
    this.#rt = rt;
    this.#version = version;
    this.#allowsCode = allowsCode;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  #fail(message: string): false {
    setError(this.#rt, this.#rt.types.ValueError, message);
    return false;
  }

  /** False: an exception is set. */
  object(ref: number, depth: number): boolean {
    const rt = this.#rt;
    if (depth > depthLimit || (depth % 16 === 15 && !hasHostStack())) return this.#fail("object too deeply nested to marshal");
    const constant = constants.find(([it]) => it === ref);
    if (constant !== undefined) return this.#byte(constant[1]);
    if (ref === rt.types.StopIteration) return this.#byte(MarshalType.STOP_ITERATION);
    const first = this.#out.length;
    if (this.#version >= 3 && numbered.includes(typeOf(rt, ref))) {
      const known = this.#references.get(ref);
      if (known !== undefined) return this.#byte(MarshalType.REFERENCE) && this.#int32(known);
      this.#references.set(ref, this.#references.size);
      if (!this.#content(ref, depth)) return false;
      this.#out[first] = (this.#out[first] ?? 0) | refFlag;
      return true;
    }
    return this.#content(ref, depth);
  }

  #content(ref: number, depth: number): boolean {
    const rt = this.#rt;
    switch (typeOf(rt, ref)) {
      case FixedType.int:
        return this.#int(intValue(rt, ref));
      case FixedType.float:
        return this.#byte(MarshalType.FLOAT) && this.#float64(floatValue(rt, ref));
      case FixedType.complex: {
        const { real, imaginary } = complexValue(rt, ref);
        return this.#byte(MarshalType.COMPLEX) && this.#float64(real) && this.#float64(imaginary);
      }
      case FixedType.str:
        return this.#text(strValue(rt, ref));
      case FixedType.tuple:
        return this.#sequence(contentsOf(rt, ref), MarshalType.TUPLE, depth);
      case FixedType.list:
        return this.#sequence(contentsOf(rt, ref), MarshalType.LIST, depth);
      case FixedType.dict:
        return this.#dict(ref, depth);
      case FixedType.set:
      case FixedType.frozenset: {
        const list = listFrom(rt, ref);
        const type = typeOf(rt, ref) === FixedType.set ? MarshalType.SET : MarshalType.FROZENSET;
        const isWritten = list !== 0 && this.#sequence(contentsOf(rt, list), type, depth);
        if (list !== 0) decref(rt, list);
        return isWritten;
      }
      case FixedType.code:
        if (!this.#allowsCode) return this.#fail("marshalling code objects is disallowed");
        return this.#raw(
          marshalCode(codeInfo(rt, ref).code, { references: depth === 0 && this.#version >= 3 ? "shared" : "none" }),
        );
      case FixedType.slice:
        if (this.#version < 5) return this.#fail("unmarshallable object");
        this.#byte(MarshalType.SLICE);
        return sliceParts(rt, ref).every((it) => this.object(it, depth + 1));
    }
    const bytes = hasBuffer(rt, ref) ? bytesOf(rt, ref) : null;
    if (bytes === null) return this.#fail("unmarshallable object");
    return this.#byte(MarshalType.BYTES) && this.#int32(bytes.length) && this.#raw(bytes);
  }

  #sequence(items: readonly number[], type: number, depth: number): boolean {
    if (type === MarshalType.TUPLE && items.length < 256 && this.#version >= 4)
      this.#out.push(MarshalType.SMALL_TUPLE, items.length);
    else {
      this.#byte(type);
      this.#int32(items.length);
    }
    for (const it of items) if (!this.object(it, depth + 1)) return false;
    return true;
  }

  #dict(dict: number, depth: number): boolean {
    const rt = this.#rt;
    this.#byte(MarshalType.DICT);
    for (let entry = dictNext(rt, dict, 0); entry !== 0;) {
      const next = dictPosition(rt, dict, entry) + 1;
      const [key, value] = [entryKey(rt, entry), entryValue(rt, entry)];
      if (!this.object(key, depth + 1) || !this.object(value, depth + 1)) return false;
      entry = dictNext(rt, dict, next);
    }
    return this.#byte(MarshalType.NULL);
  }

  #text(text: string): boolean {
    const bytes = encodeText(text);
    const isAscii = this.#version >= 4 && bytes.every((it) => it < 128);
    if (isAscii && bytes.length < 256) this.#out.push(MarshalType.SHORT_ASCII, bytes.length);
    else {
      this.#byte(isAscii ? MarshalType.ASCII : MarshalType.UNICODE);
      this.#int32(bytes.length);
    }
    return this.#raw(bytes);
  }

  #int(value: bigint): boolean {
    if (BigInt.asIntN(32, value) === value) return this.#byte(MarshalType.INT) && this.#int32(Number(value));
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= BigInt(longDigitBits))
      digits.push(Number(rest & 0x7fffn));
    this.#byte(MarshalType.LONG);
    this.#int32(value < 0n ? -digits.length : digits.length);
    for (const digit of digits) this.#out.push(digit & 255, digit >> 8);
    return true;
  }

  #byte(value: number): true {
    this.#out.push(value);
    return true;
  }

  #int32(value: number): true {
    this.#out.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
    return true;
  }

  #float64(value: number): true {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.#raw(bytes);
  }

  #raw(bytes: Uint8Array): true {
    for (const byte of bytes) this.#out.push(byte);
    return true;
  }
}

/** Types whose objects are numbered. */
const numbered: readonly number[] = [
  FixedType.str,
  FixedType.bytes,
  FixedType.tuple,
  FixedType.list,
  FixedType.dict,
  FixedType.set,
  FixedType.frozenset,
];

const constants = [
  [None, MarshalType.NONE],
  [True, MarshalType.TRUE],
  [False, MarshalType.FALSE],
  [Ellipsis, MarshalType.ELLIPSIS],
] as const;
