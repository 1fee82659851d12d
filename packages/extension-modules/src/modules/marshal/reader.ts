// Reads what `marshal` writes: objects, code objects among them.

import {
  MarshalType,
  decodeExceptionTable,
  decodePositionTable,
  decodeText,
  longDigitBits,
  refFlag,
} from "@tjit/bytecode";
import {
  Ellipsis,
  False,
  None,
  type Runtime,
  True,
  bytesOf,
  clearError,
  decref,
  dictSet,
  errorOccurred,
  internInPlace,
  isBytes,
  isStr,
  isTuple,
  listAppendStolen,
  newBigInt,
  newBytes,
  newCodeOf,
  newComplex,
  newDict,
  newFloat,
  newFrozenSet,
  newInt,
  newList,
  newRef,
  newSet,
  newSlice,
  newStr,
  newTuple,
  setAdd,
  setError,
  strValue,
  tupleInit,
  tupleItem,
  tupleLength,
  xdecref,
} from "@tjit/runtime/api";

/** Bytes from somewhere; null with an exception set. */
export type ReadBytes = (count: number) => Uint8Array | null;

const depthLimit = 2000;

/** One object from bytes. */
export class ObjectReader {
  readonly #rt: Runtime;
  readonly #read: ReadBytes;
  readonly #allowsCode: boolean;
  /** Owned; 0 for one that is being made. */
  readonly #references: number[] = [];
  #depth = 0;

  constructor(rt: Runtime, read: ReadBytes, allowsCode: boolean) {
    this.#rt = rt;
    this.#read = read;
    this.#allowsCode = allowsCode;
  }

  /** A new reference; 0 with an exception set. */
  value(): number {
    const rt = this.#rt;
    const object = this.#object();
    for (const it of this.#references) xdecref(rt, it);
    if (object === 0 && errorOccurred(rt) === 0)
      return setError(rt, rt.types.TypeError, "NULL object in marshal data for object");
    return object;
  }

  #bad(what: string): 0 {
    return setError(this.#rt, this.#rt.types.ValueError, `bad marshal data (${what})`);
  }

  /** 0 with an exception set, or for NULL. */
  #object(): number {
    const first = this.#read(1)?.[0];
    if (first === undefined) {
      clearError(this.#rt);
      return setError(this.#rt, this.#rt.types.EOFError, "EOF read where object expected");
    }
    const type = first & ~refFlag;
    if (type === MarshalType.REFERENCE) {
      const index = this.#int32();
      const found = index === null ? 0 : (this.#references[index] ?? 0);
      if (index === null) return 0;
      return found === 0 ? this.#bad("invalid reference") : newRef(this.#rt, found);
    }
    const isNumbered = (first & refFlag) !== 0;
    const place = isNumbered ? this.#references.push(0) - 1 : -1;
    if (++this.#depth > depthLimit) return this.#fail("recursion limit exceeded");
    const object = this.#content(type, place);
    this.#depth--;
    if (isNumbered && object !== 0 && this.#references[place] === 0) this.#references[place] = newRef(this.#rt, object);
    return object;
  }

  #fail(message: string): 0 {
    return setError(this.#rt, this.#rt.types.ValueError, message);
  }

  #content(type: number, place: number): number {
    const rt = this.#rt;
    switch (type) {
      case MarshalType.NULL:
        return 0;
      case MarshalType.NONE:
        return newRef(rt, None);
      case MarshalType.STOP_ITERATION:
        return newRef(rt, rt.types.StopIteration);
      case MarshalType.ELLIPSIS:
        return newRef(rt, Ellipsis);
      case MarshalType.TRUE:
        return newRef(rt, True);
      case MarshalType.FALSE:
        return newRef(rt, False);
      case MarshalType.INT: {
        const value = this.#int32();
        return value === null ? 0 : newInt(rt, value);
      }
      case MarshalType.LONG: {
        const value = this.#long();
        return value === null ? 0 : newBigInt(rt, value);
      }
      case MarshalType.FLOAT: {
        const value = this.#float64();
        return value === null ? 0 : newFloat(rt, value);
      }
      case MarshalType.COMPLEX: {
        const real = this.#float64();
        const imaginary = real === null ? null : this.#float64();
        return real === null || imaginary === null ? 0 : newComplex(rt, real, imaginary);
      }
      case MarshalType.BYTES: {
        const bytes = this.#sized(this.#int32());
        return bytes === null ? 0 : newBytes(rt, bytes);
      }
      case MarshalType.SHORT_ASCII:
      case MarshalType.SHORT_ASCII_INTERNED:
        return this.#text(this.#sized(this.#byte()), type === MarshalType.SHORT_ASCII_INTERNED);
      case MarshalType.ASCII:
      case MarshalType.ASCII_INTERNED:
      case MarshalType.UNICODE:
      case MarshalType.INTERNED:
        return this.#text(
          this.#sized(this.#int32()),
          type === MarshalType.ASCII_INTERNED || type === MarshalType.INTERNED,
        );
      case MarshalType.SMALL_TUPLE:
        return this.#tuple(this.#byte());
      case MarshalType.TUPLE:
        return this.#tuple(this.#int32());
      case MarshalType.LIST:
        return this.#list(this.#int32(), place);
      case MarshalType.DICT:
        return this.#dict(place);
      case MarshalType.SET:
      case MarshalType.FROZENSET:
        return this.#set(this.#int32(), type === MarshalType.FROZENSET);
      case MarshalType.SLICE: {
        const items = this.#items(3);
        if (items === null) return 0;
        const slice = newSlice(rt, items[0] ?? 0, items[1] ?? 0, items[2] ?? 0);
        for (const it of items) decref(rt, it);
        return slice;
      }
      case MarshalType.CODE:
        return this.#allowsCode ? this.#code() : this.#fail("unmarshalling code objects is disallowed");
      default:
        return this.#bad("unknown type code");
    }
  }

  #text(bytes: Uint8Array | null, isInterned: boolean): number {
    if (bytes === null) return 0;
    const text = newStr(this.#rt, decodeText(bytes));
    return isInterned ? internInPlace(this.#rt, text, decref) : text;
  }

  /** New references; null with an exception set. */
  #items(count: number | null, what = ""): number[] | null {
    if (count === null) return null;
    if (count < 0) {
      this.#bad(`${what}size out of range`);
      return null;
    }
    const items: number[] = [];
    for (let index = 0; index < count; index++) {
      const item = this.#object();
      if (item === 0) {
        if (errorOccurred(this.#rt) === 0) setError(this.#rt, this.#rt.types.TypeError, "NULL object in marshal data");
        for (const it of items) decref(this.#rt, it);
        return null;
      }
      items.push(item);
    }
    return items;
  }

  #tuple(count: number | null): number {
    const items = this.#items(count, "tuple ");
    if (items === null) return 0;
    const tuple = newTuple(this.#rt, items.length);
    items.forEach((it, index) => tupleInit(this.#rt, tuple, index, it));
    return tuple;
  }

  #list(count: number | null, place: number): number {
    const list = newList(this.#rt);
    // What is inside may refer to it.
    if (place >= 0) this.#references[place] = newRef(this.#rt, list);
    const items = this.#items(count, "list ");
    if (items === null) {
      decref(this.#rt, list);
      return 0;
    }
    for (const it of items) listAppendStolen(this.#rt, list, it);
    return list;
  }

  #dict(place: number): number {
    const rt = this.#rt;
    const dict = newDict(rt);
    if (place >= 0) this.#references[place] = newRef(rt, dict);
    for (;;) {
      const key = this.#object();
      if (key === 0) break;
      const value = this.#object();
      if (value !== 0) dictSet(rt, dict, key, value);
      decref(rt, key);
      if (value === 0) break;
      decref(rt, value);
      if (errorOccurred(rt) !== 0) break;
    }
    if (errorOccurred(rt) === 0) return dict;
    decref(rt, dict);
    return 0;
  }

  #set(count: number | null, isFrozen: boolean): number {
    const rt = this.#rt;
    const items = this.#items(count, "set ");
    if (items === null) return 0;
    const tuple = newTuple(rt, items.length);
    items.forEach((it, index) => tupleInit(rt, tuple, index, it));
    let set = isFrozen ? newFrozenSet(rt, tuple) : newSet(rt);
    if (!isFrozen) {
      for (let index = 0; index < tupleLength(rt, tuple) && set !== 0; index++) {
        if (setAdd(rt, set, tupleItem(rt, tuple, index)) >= 0) continue;
        decref(rt, set);
        set = 0;
      }
    }
    decref(rt, tuple);
    return set;
  }

  #code(): number {
    const rt = this.#rt;
    const numbers: number[] = [];
    for (let index = 0; index < 5; index++) {
      const value = this.#int32();
      if (value === null) return 0;
      numbers.push(value);
    }
    const parts = this.#items(8);
    const line = parts === null ? null : this.#int32();
    const tables = line === null ? null : this.#items(2);
    const all = [...(parts ?? []), ...(tables ?? [])];
    const code = line === null || tables === null ? 0 : this.#codeOf(numbers, all, line);
    for (const it of all) decref(rt, it);
    return code;
  }

  /** Parts: code, constants, names, locals, their kinds, file, name, qualified name, lines, handlers. */
  #codeOf(numbers: readonly number[], parts: readonly number[], firstLineNumber: number): number {
    const rt = this.#rt;
    const [argcount = 0, posonlyargcount = 0, kwonlyargcount = 0, stacksize = 0, flags = 0] = numbers;
    const part = (index: number): number => parts[index] ?? None;
    const bytes = (index: number): Uint8Array => Uint8Array.from(bytesOf(rt, part(index)) ?? []);
    const text = (index: number): string => strValue(rt, part(index));
    const contents = (index: number): readonly number[] =>
      Array.from({ length: tupleLength(rt, part(index)) }, (_, at) => tupleItem(rt, part(index), at));
    const isBytesAt = [0, 4, 8, 9].every((index) => isBytes(rt, part(index)));
    const isTupleAt = [1, 2, 3].every((index) => isTuple(rt, part(index)));
    if (!isBytesAt || !isTupleAt || ![5, 6, 7].every((index) => isStr(rt, part(index))))
      return this.#bad("invalid code object");
    const kinds = bytes(4);
    const description = {
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      code: new Uint16Array(bytes(0).buffer),
      names: contents(2).map((it) => strValue(rt, it)),
      localsplus: contents(3).map((it, index) => ({ name: strValue(rt, it), kind: kinds[index] ?? 0 })),
      filename: text(5),
      name: text(6),
      qualname: text(7),
      firstLineNumber,
      positions: decodePositionTable(bytes(8), firstLineNumber),
      exceptionTable: decodeExceptionTable(bytes(9)),
    };
    return newCodeOf(rt, description, contents(1));
  }

  #long(): bigint | null {
    const length = this.#int32();
    if (length === null) return null;
    const digits = this.#sized(2 * Math.abs(length));
    if (digits === null) return null;
    let value = 0n;
    for (let index = digits.length - 2; index >= 0; index -= 2)
      value = (value << BigInt(longDigitBits)) | BigInt((digits[index] ?? 0) | ((digits[index + 1] ?? 0) << 8));
    return length < 0 ? -value : value;
  }

  #byte(): number | null {
    return this.#sized(1)?.[0] ?? null;
  }

  #int32(): number | null {
    const bytes = this.#sized(4);
    return bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true);
  }

  #float64(): number | null {
    const bytes = this.#sized(8);
    return bytes === null ? null : new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  }

  /** Bytes of its own. */
  #sized(count: number | null): Uint8Array | null {
    if (count === null) return null;
    if (count < 0) {
      this.#bad("size out of range");
      return null;
    }
    return this.#read(count);
  }
}
